package io.shiplog.resources.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the two tables of built-in kinds and subresources that lie beside this class; they explain their columns. */
final class KindsTable {
    private static final Set<String> EVERY_VERB =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private KindsTable() {}

    static Catalogue read() {
        List<ResourceKind> kinds =
                lines("kinds.tsv").stream().map(KindsTable::kind).toList();
        Map<String, ResourceKind> parents = new HashMap<>();
        kinds.forEach(kind -> parents.putIfAbsent(kind.groupResource(), kind));
        Map<String, Subresource> subresources = new HashMap<>();
        for (String[] cells : lines("subresources.tsv")) {
            subresources.put(cells[0] + "/" + cells[1], subresource(cells, parents.get(cells[0])));
        }
        return new Catalogue(kinds, subresources);
    }

    private static ResourceKind kind(String[] cells) {
        return new ResourceKind(
                text(cells[0]),
                cells[1],
                cells[2],
                cells[3],
                cells[2].toLowerCase(Locale.ROOT),
                list(cells[4]),
                list(cells[5]),
                cells[6].equals("ns"),
                cells[7].equals("*") ? EVERY_VERB : Set.copyOf(list(cells[7])),
                Set.copyOf(list(cells[8])),
                cells[9],
                cells[10].equals("yes"));
    }

    private static Subresource subresource(String[] cells, @Nullable ResourceKind parent) {
        if (parent == null) {
            throw new IllegalStateException("subresources.tsv names an unknown kind: " + cells[0]);
        }
        return new Subresource(
                cells[1],
                cells[2].equals("=") ? parent.group() : text(cells[2]),
                cells[3].equals("=") ? parent.version() : cells[3],
                cells[4].equals("=") ? parent.kind() : cells[4],
                Set.copyOf(list(cells[5])),
                cells[6].equals("=") ? parent.definition() : text(cells[6]));
    }

    private static String text(String cell) {
        return cell.equals("-") ? "" : cell;
    }

    private static List<String> list(String cell) {
        return cell.equals("-") ? List.of() : List.of(cell.split(",", -1));
    }

    private static List<String[]> lines(String resource) {
        try (InputStream in = KindsTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
