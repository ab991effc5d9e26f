package io.shiplog.resources.openapi;

import io.shiplog.resources.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;

/** Compresses and digests a document while it is written piece by piece, so that it never stands in memory whole. */
final class DocumentWriter {
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final GZIPOutputStream out;
    private final MessageDigest digest;
    private long size;
    private boolean first = true;

    DocumentWriter() {
        try {
            out = new GZIPOutputStream(compressed);
            digest = MessageDigest.getInstance("SHA-256");
        } catch (IOException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void raw(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        digest.update(bytes);
        size += bytes.length;
    }

    void raw(String text) {
        raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens an object; {@link #member} then takes care of commas. */
    void open(String text) {
        raw(text);
        first = true;
    }

    void member(String name, byte[] json) {
        raw((first ? "" : ",") + Json.text(Json.mapper().getNodeFactory().stringNode(name)) + ":");
        raw(json);
        first = false;
    }

    void member(String name, JsonNode json) {
        member(name, Json.bytes(json));
    }

    OpenApiDocument finish() {
        try {
            out.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String hash = HexFormat.of().withUpperCase().formatHex(digest.digest());
        return new OpenApiDocument(compressed.toByteArray(), hash, size);
    }
}
