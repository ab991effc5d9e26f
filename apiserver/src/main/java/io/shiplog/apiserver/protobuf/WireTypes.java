package io.shiplog.apiserver.protobuf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of Kubernetes' published types by their protobuf numbers ({@code wire.tsv}). A table of types and no
 * catalogue of kinds: which type a kind's objects have, the kind says. Immutable.
 */
final class WireTypes {
    private final Map<String, Map<Integer, Field>> types = new HashMap<>();

    /**
     * One field.
     *
     * @param name its JSON name, {@code ^} when its members stand in the outer object
     * @param repeated a list
     * @param map a map with string keys
     * @param keepsZero a zero value is meant, not absent
     * @param type what a value is
     */
    record Field(String name, boolean repeated, boolean map, boolean keepsZero, String type) {
        boolean isInline() {
            return name.equals("^");
        }

        /** The name of the type of an embedded message, null for other types. */
        @Nullable
        String message() {
            return type.startsWith(":") ? type.substring(1) : null;
        }
    }

    private WireTypes() {
        try (InputStream table = WireTypes.class.getResourceAsStream("wire.tsv")) {
            if (table == null) {
                throw new IllegalStateException("wire.tsv is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    read(line.split("\t"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of Kubernetes v1.34, read at the first protobuf body. */
    static WireTypes kubernetes() {
        return Kubernetes.TYPES;
    }

    /** The fields of a type by number, null when the table does not have it. */
    @Nullable
    Map<Integer, Field> fields(String type) {
        return types.get(type);
    }

    private void read(String[] columns) {
        Map<Integer, Field> fields = new HashMap<>();
        for (int i = 1; i < columns.length; i++) {
            String[] parts = columns[i].split(" ", -1);
            String type = parts[2];
            boolean keepsZero = type.startsWith("?");
            type = keepsZero ? type.substring(1) : type;
            boolean repeated = type.startsWith("[");
            boolean map = type.startsWith("{");
            type = repeated || map ? type.substring(1) : type;
            fields.put(Integer.valueOf(parts[0]), new Field(parts[1], repeated, map, keepsZero, type));
        }
        types.put(columns[0], Map.copyOf(fields));
    }

    private static final class Kubernetes {
        static final WireTypes TYPES = new WireTypes();
    }
}
