package io.shiplog.apiserver.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The health checks behind {@code /healthz}, {@code /livez} and {@code /readyz}, in upstream's text form. Thread-safe. */
public final class Health {
    private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();

    /** The outcome of all checks or of the one that the path names. */
    public record Report(boolean healthy, String text) {}

    /** @param folding whether the replica still folds the journal */
    public Health(BooleanSupplier folding) {
        checks.put("ping", () -> true);
        checks.put("log", () -> true);
        checks.put("journal", folding);
    }

    /**
     * Runs the checks.
     *
     * @param name {@code livez} and so on, for the text
     * @param path the URL path, which may name one check below {@code name}
     */
    public Report report(String name, String path, boolean verbose) {
        String only = path.length() > name.length() + 2 ? path.substring(name.length() + 2) : "";
        List<String> lines = new ArrayList<>();
        boolean healthy = true;
        for (var check : checks.entrySet()) {
            if (only.isEmpty() || only.equals(check.getKey())) {
                boolean passes = check.getValue().getAsBoolean();
                healthy &= passes;
                lines.add("[" + (passes ? "+" : "-") + "]" + check.getKey() + (passes ? " ok" : " failed"));
            }
        }
        if (lines.isEmpty()) {
            return new Report(false, "unknown check: " + only);
        }
        if (healthy && !verbose) {
            return new Report(true, "ok");
        }
        lines.add(name + " check " + (healthy ? "passed" : "failed"));
        return new Report(healthy, String.join("\n", lines) + "\n");
    }
}
