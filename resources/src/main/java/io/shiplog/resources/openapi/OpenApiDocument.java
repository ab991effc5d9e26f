package io.shiplog.resources.openapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * A finished document, compressed, because most clients ask for it that way and it stays in memory. The arrays are
 * shared: nobody changes them.
 *
 * @param gzip the document in gzip's format
 * @param hash hexadecimal digest that changes with the document, for ETags and for the {@code hash} parameter
 * @param size length of the document in bytes before compression
 */
@SuppressWarnings("ArrayRecordComponent")
public record OpenApiDocument(byte[] gzip, String hash, long size) {

    OpenApiDocument withHash(String other) {
        return new OpenApiDocument(gzip, other, size);
    }

    /** The document itself. */
    public byte[] plain() {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
