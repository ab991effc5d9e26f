package io.shiplog.objects;

import java.util.function.Function;

/**
 * How a role reads what it needs of an object from its bytes. The result is kept with the object, one of each type, and
 * shared by all who ask: it is immutable, and small, because there is one for every object in memory.
 *
 * @param type what is read; two decoders of one type read the same
 * @param read from UTF-8 JSON, which is never changed
 */
public record Decoder<T>(Class<T> type, Function<byte[], T> read) {}
