package io.shiplog.resources.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Finds the definitions of Kubernetes in an OpenAPI v2 document without parsing it: the document has thousands of
 * definitions, a running server needs some hundred of them, and a full parse is most of a cold start.
 */
final class DefinitionIndex {
    private static final String WANTED = "io.k8s.";
    /** Depth of the members of {@code definitions}: the document's own members are at 1. */
    private static final int DEPTH = 2;

    private final byte[] json;
    private int at;

    private DefinitionIndex(byte[] json) {
        this.json = json;
    }

    /** Gives the name and the bytes of each definition of Kubernetes in the resource of this name to {@code sink}. */
    static void read(String resource, BiConsumer<String, byte[]> sink) {
        try (InputStream in = DefinitionIndex.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            new DefinitionIndex(in.readAllBytes()).scan(sink);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void scan(BiConsumer<String, byte[]> sink) {
        int depth = 0;
        boolean inDefinitions = false;
        while (at < json.length) {
            switch (json[at]) {
                case '"' -> {
                    int start = at + 1;
                    skipString();
                    if (depth == 1 && isMember()) {
                        inDefinitions = "definitions".equals(text(start, at - 1));
                    } else if (depth == DEPTH && inDefinitions && isMember() && startsWithWanted(start)) {
                        String name = text(start, at - 1);
                        int from = skipToValue();
                        skipObject();
                        sink.accept(name, Arrays.copyOfRange(json, from, at));
                    }
                }
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        }
    }

    /** Whether what comes next, after white space, is a colon: then the string before it was a member's name. */
    private boolean isMember() {
        int next = at;
        while (json[next] <= ' ') {
            next++;
        }
        return json[next] == ':';
    }

    /** Moves to the opening brace of a member's value and returns where that is. */
    private int skipToValue() {
        while (json[at] != '{') {
            at++;
        }
        return at;
    }

    /** Moves behind the object that begins here. */
    private void skipObject() {
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> skipString();
                case '{' -> {
                    depth++;
                    at++;
                }
                case '}' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
    }

    /** Moves behind the string that begins here. */
    private void skipString() {
        at++;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private boolean startsWithWanted(int start) {
        for (int i = 0; i < WANTED.length(); i++) {
            if (json[start + i] != WANTED.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(int start, int end) {
        return new String(json, start, end - start, StandardCharsets.UTF_8);
    }
}
