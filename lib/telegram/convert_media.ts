import { storableText } from "./export_chat.ts";
import { Api } from "./gramjs.ts";

/**
 * Describes what is attached to a message under the names that an export uses, as far as Telegram tells it: a photo or file
 * is named by its id, for it is not fetched, and a contact's number stays in `messageJson` alone. Null for nothing, and for
 * the preview of a link.
 */
export function convertMedia(media: Api.TypeMessageMedia | null | undefined): Record<string, unknown> | null {
  if (!media || media instanceof Api.MessageMediaEmpty || media instanceof Api.MessageMediaWebPage) {
    return null;
  }
  if (media instanceof Api.MessageMediaPhoto) return describePhoto(media);
  if (media instanceof Api.MessageMediaDocument) return describeDocument(media);
  if (media instanceof Api.MessageMediaGeo || media instanceof Api.MessageMediaGeoLive) {
    return { ...describePoint(media.geo), ...livePeriodOf(media) };
  }
  if (media instanceof Api.MessageMediaVenue) {
    return {
      ...describePoint(media.geo),
      place_name: storableText(media.title),
      address: storableText(media.address),
    };
  }
  if (media instanceof Api.MessageMediaPoll) {
    const { poll, results } = media;
    return {
      poll: {
        question: storableText(poll.question.text),
        closed: poll.closed === true,
        total_voters: results.totalVoters ?? 0,
        answers: poll.answers.map(({ text }) => ({ text: storableText(text.text) })),
      },
    };
  }
  return { media_type: media.className };
}

function describePhoto({ photo, spoiler, ttlSeconds }: Api.MessageMediaPhoto): Record<string, unknown> {
  const sizes = photo instanceof Api.Photo ? photo.sizes : [];
  const largest = sizes.filter((size) => "w" in size).sort((a, b) => b.w - a.w)[0];
  return {
    photo: photo instanceof Api.Photo ? photo.id.toString() : null,
    ...(largest !== undefined && { width: largest.w, height: largest.h }),
    ...(spoiler === true && { media_spoiler: true }),
    ...(ttlSeconds && { self_destruct_period_seconds: ttlSeconds }),
  };
}

function describeDocument(
  { document, spoiler, ttlSeconds }: Api.MessageMediaDocument,
): Record<string, unknown> {
  if (!(document instanceof Api.Document)) return { file: null };
  const media: Record<string, unknown> = {
    file: document.id.toString(),
    file_size: Number(document.size),
    mime_type: document.mimeType,
  };
  for (const attribute of document.attributes) Object.assign(media, describeAttribute(attribute));
  // A film without sound is both a video and an animation, and to an export an animation.
  if (document.attributes.some((attribute) => attribute instanceof Api.DocumentAttributeAnimated)) {
    media["media_type"] = "animation";
  }
  if (spoiler === true) media["media_spoiler"] = true;
  if (ttlSeconds) media["self_destruct_period_seconds"] = ttlSeconds;
  return media;
}

function describeAttribute(attribute: Api.TypeDocumentAttribute): Record<string, unknown> {
  if (attribute instanceof Api.DocumentAttributeFilename) {
    return { file_name: storableText(attribute.fileName) };
  }
  if (attribute instanceof Api.DocumentAttributeImageSize) return { width: attribute.w, height: attribute.h };
  if (attribute instanceof Api.DocumentAttributeSticker) {
    return { media_type: "sticker", sticker_emoji: storableText(attribute.alt) };
  }
  if (attribute instanceof Api.DocumentAttributeVideo) {
    return {
      media_type: attribute.roundMessage === true ? "video_message" : "video_file",
      width: attribute.w,
      height: attribute.h,
      duration_seconds: Math.trunc(attribute.duration),
    };
  }
  if (attribute instanceof Api.DocumentAttributeAudio) {
    return {
      media_type: attribute.voice === true ? "voice_message" : "audio_file",
      duration_seconds: attribute.duration,
      ...(attribute.performer && { performer: storableText(attribute.performer) }),
      ...(attribute.title && { title: storableText(attribute.title) }),
    };
  }
  return {};
}

function describePoint(point: Api.TypeGeoPoint): Record<string, unknown> {
  if (!(point instanceof Api.GeoPoint)) return { location_information: null };
  return { location_information: { latitude: point.lat, longitude: point.long } };
}

function livePeriodOf(media: Api.MessageMediaGeo | Api.MessageMediaGeoLive): Record<string, unknown> {
  return media instanceof Api.MessageMediaGeoLive ? { live_location_period_seconds: media.period } : {};
}
