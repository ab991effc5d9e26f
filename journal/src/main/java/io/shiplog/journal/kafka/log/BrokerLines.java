package io.shiplog.journal.kafka.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * Asks brokers of the caller's choice, which Kafka's own clients do not let one choose. Its network classes are
 * public but not an API: whatever changes in them changes here only. Owned by one thread.
 */
final class BrokerLines implements AutoCloseable {
    private static final String NAME = "journal-end";
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
    private static final int BACKOFF_MILLIS = 50;
    private static final int MOST_BACKOFF_MILLIS = 500;
    private static final int MOST_IN_FLIGHT = 5;
    private static final int SYSTEMS_BUFFER = -1;
    /** Brokers close a connection after ten minutes. */
    private static final Duration IDLE = Duration.ofMinutes(9);

    private final Metrics metrics = new Metrics();
    private final KafkaClient client;
    private final List<Node> bootstrap = new ArrayList<>();

    BrokerLines(Map<String, Object> settings) {
        var config = new AdminClientConfig(settings);
        var log = new LogContext("[" + NAME + "] ");
        for (var address : ClientUtils.parseAndValidateAddresses(config)) {
            bootstrap.add(new Node(-1 - bootstrap.size(), address.getHostString(), address.getPort()));
        }
        var selector = new Selector(
                IDLE.toMillis(),
                metrics,
                Time.SYSTEM,
                NAME,
                ClientUtils.createChannelBuilder(config, Time.SYSTEM, log),
                log);
        this.client = new NetworkClient(
                selector,
                new ManualMetadataUpdater(),
                NAME,
                MOST_IN_FLIGHT,
                BACKOFF_MILLIS,
                MOST_BACKOFF_MILLIS,
                SYSTEMS_BUFFER,
                SYSTEMS_BUFFER,
                REQUEST_TIMEOUT_MILLIS,
                CONNECT_TIMEOUT_MILLIS,
                CONNECT_TIMEOUT_MILLIS,
                Time.SYSTEM,
                true,
                new ApiVersions(),
                log,
                MetadataRecoveryStrategy.NONE);
    }

    /** Where the first questions go. */
    List<Node> bootstrap() {
        return List.copyOf(bootstrap);
    }

    /**
     * Asks each of several brokers something, at the same time.
     *
     * @param enough whether these answers are
     * @return the answers that came before they were enough or the time was over
     * @throws AuthenticationException when one of them does not let this client in
     * @throws InterruptException when the thread was interrupted
     */
    Map<Node, AbstractResponse> ask(
            Map<Node, AbstractRequest.Builder<?>> questions,
            Duration patience,
            Predicate<Map<Node, AbstractResponse>> enough) {
        long deadline = System.nanoTime() + patience.toNanos();
        Map<Node, AbstractRequest.Builder<?>> unsent = new HashMap<>(questions);
        Map<Node, AbstractResponse> answers = new HashMap<>();
        int[] failed = {0};
        while (!enough.test(answers)
                && answers.size() + failed[0] < questions.size()
                && System.nanoTime() - deadline < 0) {
            if (Thread.interrupted()) {
                throw new InterruptException(new InterruptedException("closing"));
            }
            long now = Time.SYSTEM.milliseconds();
            unsent.entrySet().removeIf(each -> sent(each.getKey(), each.getValue(), now, answers, failed));
            client.poll(unsent.isEmpty() ? patience.toMillis() : BACKOFF_MILLIS, now);
        }
        return answers;
    }

    private boolean sent(
            Node node,
            AbstractRequest.Builder<?> question,
            long now,
            Map<Node, AbstractResponse> answers,
            int[] failed) {
        if (!client.ready(node, now)) {
            AuthenticationException refused = client.authenticationException(node);
            if (refused != null) {
                throw refused;
            }
            return false;
        }
        client.send(
                client.newClientRequest(node.idString(), question, now, true, REQUEST_TIMEOUT_MILLIS, answer -> {
                    AbstractResponse body = answer.responseBody();
                    if (body == null) {
                        failed[0]++;
                    } else {
                        answers.put(node, body);
                    }
                }),
                now);
        return true;
    }

    @Override
    public void close() {
        Utils.closeQuietly(client, NAME);
        metrics.close();
    }
}
