/** A part of Singapore as posts name it. */
export interface SampleArea {
  readonly name: string;
  /** The first two digits of its postal codes. */
  readonly sector: string;
  readonly streets: readonly string[];
  /** Stations with their line's kind, such as "Pioneer MRT"; none where the area has no station yet. */
  readonly stations: readonly string[];
}

function area(name: string, sector: string, streets: string, stations: string): SampleArea {
  return {
    name,
    sector,
    streets: streets.split(", "),
    stations: stations === "" ? [] : stations.split(", "),
  };
}

export const SAMPLE_AREAS: readonly SampleArea[] = [
  area(
    "Ang Mo Kio",
    "56",
    "Ang Mo Kio Avenue 4, Ang Mo Kio Ave 10, Ang Mo Kio Street 31",
    "Ang Mo Kio MRT, Mayflower MRT",
  ),
  area(
    "Bedok",
    "46",
    "Bedok North Street 3, Bedok South Avenue 2, Chai Chee Street",
    "Bedok MRT, Tanah Merah MRT",
  ),
  area("Bidadari", "36", "Alkaff Crescent, Bidadari Park Drive", "Woodleigh MRT"),
  area("Bishan", "57", "Bishan Street 12, Bishan Street 22, Sin Ming Avenue", "Bishan MRT, Bright Hill MRT"),
  area(
    "Bukit Batok",
    "65",
    "Bukit Batok Street 21, Bukit Batok West Avenue 6",
    "Bukit Batok MRT, Bukit Gombak MRT",
  ),
  area("Bukit Merah", "15", "Jalan Bukit Merah, Redhill Close, Bukit Merah View", "Redhill MRT"),
  area(
    "Bukit Panjang",
    "67",
    "Fajar Road, Petir Road, Senja Road",
    "Bukit Panjang MRT, Fajar LRT, Senja LRT",
  ),
  area("Bukit Timah", "58", "Toh Tuck Road, Jalan Jurong Kechil", "Beauty World MRT"),
  area(
    "Choa Chu Kang",
    "68",
    "Choa Chu Kang Avenue 4, Choa Chu Kang Crescent, Keat Hong Link",
    "Choa Chu Kang MRT, Yew Tee MRT",
  ),
  area("Clementi", "12", "Clementi Avenue 4, Clementi West Street 2, West Coast Drive", "Clementi MRT"),
  area("Geylang", "38", "Sims Drive, Aljunied Crescent, Geylang East Ave 1", "Aljunied MRT, Dakota MRT"),
  area("Holland", "27", "Holland Close, Ghim Moh Link", "Holland Village MRT, Buona Vista MRT"),
  area(
    "Hougang",
    "53",
    "Hougang Street 51, Hougang Avenue 8, Buangkok Green",
    "Hougang MRT, Kovan MRT, Buangkok MRT",
  ),
  area(
    "Jurong East",
    "60",
    "Jurong East Street 21, Teban Gardens Road, Toh Guan Road",
    "Jurong East MRT, Chinese Garden MRT",
  ),
  area(
    "Jurong West",
    "64",
    "Jurong West Street 42, Jurong West Street 75, Boon Lay Place",
    "Lakeside MRT, Boon Lay MRT, Pioneer MRT",
  ),
  area(
    "Kallang",
    "33",
    "Bendemeer Road, Whampoa Drive, St. George's Lane",
    "Boon Keng MRT, Geylang Bahru MRT",
  ),
  area(
    "Marine Parade",
    "44",
    "Marine Terrace, Marine Crescent, Marine Drive",
    "Marine Parade MRT, Marine Terrace MRT",
  ),
  area("Novena", "30", "Moulmein Road, Newton Road", "Novena MRT, Newton MRT"),
  area("Pasir Ris", "51", "Pasir Ris Street 71, Pasir Ris Drive 4, Elias Road", "Pasir Ris MRT"),
  area(
    "Punggol",
    "82",
    "Punggol Field, Punggol Walk, Edgedale Plains, Sumang Lane",
    "Punggol MRT, Soo Teck LRT, Coral Edge LRT",
  ),
  area(
    "Queenstown",
    "14",
    "Stirling Road, Mei Ling Street, Strathmore Avenue",
    "Queenstown MRT, Commonwealth MRT",
  ),
  area("Sembawang", "75", "Sembawang Drive, Canberra Street, Montreal Link", "Sembawang MRT, Canberra MRT"),
  area(
    "Sengkang",
    "54",
    "Rivervale Drive, Compassvale Road, Anchorvale Lane",
    "Sengkang MRT, Rumbia LRT, Cheng Lim LRT",
  ),
  area(
    "Serangoon",
    "55",
    "Serangoon North Avenue 1, Serangoon Avenue 3, Serangoon Central",
    "Serangoon MRT, Lorong Chuan MRT",
  ),
  area(
    "Tampines",
    "52",
    "Tampines Street 41, Tampines Ave 7, Simei Street 1",
    "Tampines MRT, Tampines East MRT, Simei MRT",
  ),
  area("Tengah", "69", "Plantation Crescent, Garden Walk", ""),
  area(
    "Toa Payoh",
    "31",
    "Toa Payoh Lorong 4, Toa Payoh East, Kim Keat Avenue",
    "Toa Payoh MRT, Braddell MRT, Caldecott MRT",
  ),
  area(
    "Woodlands",
    "73",
    "Woodlands Street 41, Woodlands Drive 60, Marsiling Lane",
    "Woodlands MRT, Admiralty MRT, Marsiling MRT",
  ),
  area("Yishun", "76", "Yishun Street 61, Yishun Ring Road, Yishun Avenue 6", "Yishun MRT, Khatib MRT"),
];

/** Invented names of condominiums. */
export const SAMPLE_CONDOMINIUMS: readonly string[] = [
  "Casa Meranti",
  "The Tidewalk",
  "Parc Sembilan",
  "Kestrel Heights",
  "Vue Kenanga",
  "Saltmarsh Residences",
  "The Hornbeam",
  "Rivulet @ East",
  "Jacaranda Court",
  "Nine Banyan",
  "Duskview Gardens",
  "Lantana Green",
];
