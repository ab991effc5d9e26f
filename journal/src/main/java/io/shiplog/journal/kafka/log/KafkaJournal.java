package io.shiplog.journal.kafka.log;

import io.shiplog.journal.AppendUnknownException;
import io.shiplog.journal.Journal;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The journal on its Kafka topic. An append is acknowledged by all in-sync replicas and is never doubled by a retry of
 * Kafka's client. Appends are in the order of the calls. Each tail has a thread and a consumer of its own, the
 * question for the end offset a thread and connections. Thread-safe.
 */
public final class KafkaJournal implements Journal {
    private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(30);

    private final ClusterConfig cluster;
    private final String topic;
    private final ProposalCodec codec;
    private final int limitBytes;
    private final Producer<byte[], byte[]> producer;
    private final Appender appender;
    private final EndOffsets endOffsets;
    private final List<KafkaTail> tails = new CopyOnWriteArrayList<>();

    private KafkaJournal(ClusterConfig cluster, JournalSettings settings) {
        this.cluster = cluster;
        this.topic = Topics.journal(cluster);
        this.codec = new ProposalCodec(settings.limits());
        this.limitBytes = settings.limits().proposalBytes();
        this.producer = new KafkaProducer<>(
                JournalClients.producer(cluster, settings), new ByteArraySerializer(), new ByteArraySerializer());
        this.appender = new Appender(producer, topic, settings.appendTimeout());
        this.endOffsets = new EndOffsets(
                new JournalEnd(new BrokerLines(cluster.clientSettings()), Topics.journalPartition(cluster)));
    }

    /**
     * Connects to the journal of a cluster whose topics exist.
     *
     * @throws KafkaUnavailableException when Kafka does not answer for half a minute
     */
    public static KafkaJournal open(ClusterConfig cluster, JournalSettings settings) {
        KafkaJournal journal = new KafkaJournal(cluster, settings);
        try {
            journal.awaitTopic();
        } catch (KafkaException e) {
            journal.close();
            throw new KafkaUnavailableException("cannot reach " + journal.topic + ": " + e.getMessage(), e);
        }
        return journal;
    }

    /** A producer without metadata would block its first caller, which may be an event loop. */
    private void awaitTopic() {
        long deadline = System.nanoTime() + OPEN_TIMEOUT.toNanos();
        while (true) {
            try {
                producer.partitionsFor(topic);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    @Override
    public CompletableFuture<Long> append(Proposal proposal) {
        byte[] value;
        try {
            value = codec.encode(proposal);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return appender.append(value)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(appendFailure(failure, value.length)));
    }

    private Throwable appendFailure(Throwable failure, int sizeBytes) {
        return switch (failure) {
            case RecordTooLargeException tooLarge -> new ProposalTooLargeException(sizeBytes, limitBytes);
            // An idempotent producer that may not write gets an error of the whole Kafka, which names no topic.
            case AuthorizationException _ ->
                new TopicAuthorizationException(
                        "nothing can be appended: the client lacks WRITE on the topic " + topic);
            case AppendUnknownException unknown -> unknown;
            default -> new AppendUnknownException("the append was not acknowledged: " + failure.getMessage(), failure);
        };
    }

    @Override
    public CompletableFuture<Long> endOffset() {
        return endOffsets.ask();
    }

    @Override
    public Tail tail(long fromOffset, Listener listener) {
        KafkaTail tail = new KafkaTail(JournalClients.consumer(cluster), topic, fromOffset, listener);
        tails.add(tail);
        tail.start();
        return () -> {
            tail.close();
            tails.remove(tail);
        };
    }

    /** Ends every tail; appends that were not acknowledged within a second are unknown. */
    @Override
    public void close() {
        tails.forEach(KafkaTail::close);
        endOffsets.close();
        appender.close();
    }
}
