package io.shiplog.apiserver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.fuzz.Exchange.Answer;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends what a seed makes: every request is answered in time, none with a fault of the server's, and no memory stays
 * behind. {@code -Dfuzz.seed=N -Dfuzz.requests=N} tries others than the build does.
 */
class ApiFuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 15);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 30_000);

    /**
     * How much more memory may be held after two thirds of the requests than after the first, beside what the journal
     * has.
     */
    private static final long GROWTH_BYTES = 24L << 20;

    private static final int SHOWN = 25;

    /** What is kept of the past for watches would look like growth. */
    private static final ReplicaSettings FORGETFUL = ReplicaSettings.DEFAULT.withHistory(200, Duration.ofMinutes(5));

    @Test
    void answersWhateverComes(@TempDir Path folder) throws IOException {
        Map<String, String> faults = new LinkedHashMap<>();
        Map<Integer, Integer> codes = new TreeMap<>();
        try (TestServer server = TestServer.start(folder, FORGETFUL);
                Exchange exchange = new Exchange(server)) {
            var requests = new Requests(new Random(SEED));
            long early = 0;
            for (int i = 0; i < REQUESTS && faults.size() < SHOWN; i++) {
                Request request = requests.next();
                String fault;
                try {
                    Answer answer = exchange.ask(request);
                    codes.merge(answer.code(), 1, Integer::sum);
                    fault = fault(request, answer);
                } catch (IOException broken) {
                    fault = broken.toString();
                }
                if (!fault.isEmpty()) {
                    faults.putIfAbsent(fault, "request " + i + ": " + request);
                }
                if (i == REQUESTS / 3) {
                    early = used(server);
                }
            }
            System.out.println("answers by code: " + codes);
            assertThat(faults).as("seed " + SEED).isEmpty();
            assertThat(used(server) - early)
                    .as("growth of memory in bytes, seed " + SEED)
                    .isLessThan(GROWTH_BYTES);
            assertThat(codes.get(200)).isGreaterThan(REQUESTS / 20);
            assertThat(codes.get(201)).isGreaterThan(REQUESTS / 50);
        }
    }

    /** What is wrong with an answer; empty when nothing is. */
    private static String fault(Request request, Answer answer) {
        int code = answer.code();
        if (code == 0) {
            return "no answer";
        }
        if (code == 500) {
            return "500 " + message(answer.body());
        }
        if (code > 500 && code != 504 || code < 200) {
            return code + " " + message(answer.body());
        }
        String type = answer.head().contains("Content-Type: application/json") ? "json" : "";
        if (type.isEmpty() || answer.body().isEmpty() || request.isWatch()) {
            return "";
        }
        try {
            var body = Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
            boolean status = body.path("kind").asString("").equals("Status");
            return code < 400 || status && body.path("code").asInt(0) == code ? "" : code + " without a Status";
        } catch (JsonSyntaxException broken) {
            return code + " with broken JSON: " + broken.getMessage();
        }
    }

    /** A failure's text without what differs between two of a kind. */
    private static String message(String body) {
        String text;
        try {
            text = Json.parse(body.getBytes(StandardCharsets.UTF_8))
                    .path("message")
                    .asString("");
        } catch (JsonSyntaxException plain) {
            text = body;
        }
        return text.substring(0, Math.min(100, text.length())).replaceAll("[0-9]+", "N");
    }

    /** Memory in use but for the journal, which keeps all that was written. */
    private static long used(TestServer server) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        Reference.reachabilityFence(server);
        return least - server.journal().bytes();
    }
}
