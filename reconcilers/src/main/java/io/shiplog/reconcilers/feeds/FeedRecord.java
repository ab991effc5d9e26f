package io.shiplog.reconcilers.feeds;

import org.jspecify.annotations.Nullable;

/**
 * A record of a feed.
 *
 * @param value null when there is nothing of the key any more
 */
@SuppressWarnings("ArrayRecordComponent")
public record FeedRecord(String key, byte @Nullable [] value) {}
