package io.shiplog.reconcilers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Checked-in files that tests compare with. */
public final class Resource {
    private Resource() {}

    /** The text of a test resource; an empty text when there is none, so that a test shows all of what is missing. */
    public static String text(String path) {
        try (var stream = Resource.class.getClassLoader().getResourceAsStream(path)) {
            return stream == null ? "" : new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
