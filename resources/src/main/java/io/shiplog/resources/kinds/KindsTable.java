package io.shiplog.resources.kinds;

import io.shiplog.resources.conversion.Conversions;
import io.shiplog.resources.kind.Conversion;
import io.shiplog.resources.kind.Declaration;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the two tables of built-in kinds and subresources that lie beside this class; they explain their columns. */
final class KindsTable {
    /** Kinds whose objects are those of another one, in another version or group: from the one to the one stored. */
    private static final Map<String, String> STORED_AS = Map.of(
            "extensions/v1beta1/Deployment", "apps/v1/Deployment",
            "autoscaling/v1/HorizontalPodAutoscaler", "autoscaling/v2/HorizontalPodAutoscaler",
            "events.k8s.io/v1/Event", "/v1/Event");

    private KindsTable() {}

    static List<Kind> read() {
        Map<String, List<String[]>> subresources = new HashMap<>();
        for (String[] cells : lines("subresources.tsv")) {
            subresources.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(cells);
        }
        Map<String, Kind> stored = new HashMap<>();
        List<Kind> kinds = new ArrayList<>();
        List<String[]> lines = new ArrayList<>(lines("kinds.tsv"));
        for (String[] cells : lines) {
            if (!STORED_AS.containsKey(id(cells))) {
                stored.put(id(cells), kind(cells, subresources, null));
            }
        }
        for (String[] cells : lines) {
            String as = STORED_AS.get(id(cells));
            kinds.add(java.util.Objects.requireNonNull(
                    as == null ? stored.get(id(cells)) : kind(cells, subresources, stored.get(as))));
        }
        return kinds;
    }

    private static String id(String[] cells) {
        return text(cells[0]) + "/" + cells[1] + "/" + cells[2];
    }

    private static Kind kind(String[] cells, Map<String, List<String[]>> subresources, @Nullable Kind stored) {
        String apiVersion = cells[0].equals("-") ? cells[1] : cells[0] + "/" + cells[1];
        Declaration declared = cells[6].equals("ns")
                ? Kind.namespaced(apiVersion, cells[2], cells[3])
                : Kind.ofCluster(apiVersion, cells[2], cells[3]);
        declared.definition(cells[9])
                .shortNames(list(cells[4]).toArray(String[]::new))
                .categories(list(cells[5]).toArray(String[]::new));
        if (!cells[7].equals("*")) {
            declared.verbs(list(cells[7]).toArray(String[]::new));
        }
        if (cells[10].equals("no")) {
            declared.onlyAnswers();
        }
        String resource = cells[0].equals("-") ? cells[3] : cells[3] + "." + cells[0];
        for (String name : list(cells[8])) {
            String[] special = subresources.getOrDefault(resource, List.of()).stream()
                    .filter(each -> each[1].equals(name))
                    .findFirst()
                    .orElse(null);
            if (special == null && name.equals("scale")) {
                declared.scale();
            } else if (special == null || special[4].equals("=")) {
                declared.own(name, special == null ? new String[0] : special[5].split(",", -1));
            } else if (special[6].equals("-")) {
                declared.connects(name, special[4], special[5].split(",", -1));
            } else {
                declared.creates(name, text(special[2]), special[3], special[4], special[6]);
            }
        }
        if (stored != null) {
            Conversion conversion = java.util.Objects.requireNonNull(Conversions.TABLE.get(id(cells)));
            if (cells[0].equals("extensions")) {
                declared.replacedBy(
                        stored,
                        conversion,
                        "extensions/v1beta1 Deployment is deprecated in v1.9+, unavailable in v1.16+; use apps/v1"
                                + " Deployment");
            } else {
                declared.storedAs(stored, conversion);
            }
        }
        return declared.rules(Rules.NONE);
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
