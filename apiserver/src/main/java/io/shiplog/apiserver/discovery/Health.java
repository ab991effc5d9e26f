package io.shiplog.apiserver.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The health checks behind {@code /healthz}, {@code /livez} and {@code /readyz}, in upstream's text form. A server that
 * cannot reach the journal is alive but not ready: another one may reach it. Thread-safe.
 */
public final class Health {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** What only readiness needs: a server without it is alive. */
    private static final Set<String> READINESS = Set.of("journal-readiness", "journal-writes");

    private final Map<String, Supplier<CompletableFuture<Boolean>>> checks = new LinkedHashMap<>();

    /** The outcome of all checks or of the one that the path names, as an HTTP status code and a text. */
    public record Report(int code, String text) {}

    /**
     * @param folding whether the replica still folds the journal
     * @param latest reads the latest state, which needs the journal to answer and the replica to follow it
     * @param writable whether writes are taken now
     */
    public Health(
            Supplier<Boolean> folding, Supplier<? extends CompletableFuture<?>> latest, Supplier<Boolean> writable) {
        checks.put("ping", () -> CompletableFuture.completedFuture(true));
        checks.put("log", () -> CompletableFuture.completedFuture(true));
        checks.put("journal", () -> CompletableFuture.completedFuture(folding.get()));
        checks.put(
                "journal-readiness",
                () -> latest.get()
                        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .handle((state, failure) -> failure == null));
        checks.put("journal-writes", () -> CompletableFuture.completedFuture(writable.get()));
    }

    /**
     * Runs the checks.
     *
     * @param name {@code livez} and so on, for the text
     * @param path the URL path, which may name one check below {@code name}
     * @param excluded the checks to leave out
     */
    public CompletableFuture<Report> report(String name, String path, boolean verbose, List<String> excluded) {
        String only = path.length() > name.length() + 2 ? path.substring(name.length() + 2) : "";
        Map<String, CompletableFuture<Boolean>> running = new LinkedHashMap<>();
        checks.forEach((check, run) -> {
            boolean wanted = only.isEmpty()
                    ? !excluded.contains(check) && (!READINESS.contains(check) || name.equals("readyz"))
                    : only.equals(check);
            if (wanted) {
                running.put(check, run.get());
            }
        });
        if (running.isEmpty() && !only.isEmpty()) {
            return CompletableFuture.completedFuture(new Report(404, "404 page not found\n"));
        }
        return CompletableFuture.allOf(running.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> report(name, running, verbose));
    }

    private static Report report(String name, Map<String, CompletableFuture<Boolean>> checks, boolean verbose) {
        List<String> lines = new ArrayList<>();
        boolean healthy = true;
        for (var check : checks.entrySet()) {
            boolean passes = check.getValue().join();
            healthy &= passes;
            lines.add(
                    "[" + (passes ? "+" : "-") + "]" + check.getKey() + (passes ? " ok" : " failed: reason withheld"));
        }
        if (healthy && !verbose) {
            return new Report(200, "ok");
        }
        lines.add(name + " check " + (healthy ? "passed" : "failed"));
        return new Report(healthy ? 200 : 500, String.join("\n", lines) + "\n");
    }
}
