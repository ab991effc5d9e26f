package io.shiplog.journal.kafka.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.jspecify.annotations.Nullable;

/**
 * The question for the journal's end. The leader says it, and others who hold the partition say that they know of no
 * newer leader: a leader that is cut off from them would go on answering with what it knew (decision 0014). Owned by
 * one thread.
 */
final class JournalEnd implements EndOffsets.Question {
    /** After which others are asked in place of those who do not answer. */
    private static final Duration ROUND = Duration.ofMillis(1_000);

    private static final Duration REST = Duration.ofMillis(50);

    private final BrokerLines lines;
    private final TopicPartition partition;
    private @Nullable Leadership known;

    JournalEnd(BrokerLines lines, TopicPartition partition) {
        this.lines = lines;
        this.partition = partition;
    }

    @Override
    public long ask(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Leadership now = known;
            if (now == null || now.leader() == null) {
                known = discovered();
            } else {
                Optional<Long> end = round(now, now.leader());
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
        throw new TimeoutException("no end of " + partition + " that enough brokers bear out within " + patience);
    }

    /** Asks the leader and as many others as are needed; empty when that was not to be had. */
    private Optional<Long> round(Leadership now, Node leader) {
        Map<Node, AbstractRequest.Builder<?>> questions = new HashMap<>();
        questions.put(leader, end(now.epoch()));
        List<Node> witnesses = now.others().stream()
                .filter(each -> !each.isEmpty())
                .limit(now.witnesses())
                .toList();
        witnesses.forEach(each -> questions.put(each, leadership()));
        Map<Node, AbstractResponse> answers = lines.ask(questions, ROUND, _ -> false);
        Leadership newest = now;
        List<Integer> epochs = new ArrayList<>();
        for (Node witness : witnesses) {
            Leadership said = said(answers.get(witness));
            if (said != null) {
                epochs.add(said.epoch());
                newest = said.epoch() > newest.epoch() ? said : newest;
            }
        }
        ListOffsetsPartitionResponse ended = ended(answers.get(leader));
        if (ended != null && now.isBorneOut(ended.leaderEpoch(), epochs)) {
            return Optional.of(ended.offset());
        }
        boolean answered = ended != null && epochs.size() == witnesses.size();
        known = newest != now ? newest : answered ? now : elsewhere(now);
        return Optional.empty();
    }

    /** Somebody did not answer, or does not lead: what others say of it, and others first from now on. */
    private Leadership elsewhere(Leadership now) {
        Leadership found = discovered();
        return found != null && found.epoch() > now.epoch() ? found : now.othersFirst();
    }

    /** What the first of all brokers says that answers. */
    private @Nullable Leadership discovered() {
        Map<Node, AbstractRequest.Builder<?>> questions = new HashMap<>();
        lines.bootstrap().forEach(each -> questions.put(each, leadership()));
        Map<Node, AbstractResponse> answers = lines.ask(questions, ROUND, some -> !some.isEmpty());
        Leadership newest = null;
        for (AbstractResponse answer : answers.values()) {
            Leadership said = said(answer);
            newest = said != null && (newest == null || said.epoch() > newest.epoch()) ? said : newest;
        }
        if (newest == null || newest.leader() == null) {
            rest();
        }
        return newest;
    }

    private static void rest() {
        try {
            Thread.sleep(REST);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private AbstractRequest.Builder<?> leadership() {
        return MetadataRequest.Builder.forTopicNames(List.of(partition.topic()), false);
    }

    private AbstractRequest.Builder<?> end(int epoch) {
        return ListOffsetsRequest.Builder.forConsumer(false, IsolationLevel.READ_UNCOMMITTED)
                .setTargetTimes(List.of(new ListOffsetsTopic()
                        .setName(partition.topic())
                        .setPartitions(List.of(new ListOffsetsPartition()
                                .setPartitionIndex(partition.partition())
                                .setCurrentLeaderEpoch(epoch)
                                .setTimestamp(ListOffsetsRequest.LATEST_TIMESTAMP)))));
    }

    private static @Nullable ListOffsetsPartitionResponse ended(@Nullable AbstractResponse answer) {
        if (!(answer instanceof ListOffsetsResponse ends)) {
            return null;
        }
        ListOffsetsPartitionResponse end = ends.topics().getFirst().partitions().getFirst();
        Errors error = Errors.forCode(end.errorCode());
        if (error == Errors.NONE) {
            return end;
        }
        if (error.exception() instanceof RetriableException) {
            return null;
        }
        throw error.exception();
    }

    private @Nullable Leadership said(@Nullable AbstractResponse answer) {
        if (!(answer instanceof MetadataResponse metadata)) {
            return null;
        }
        Map<Integer, Node> brokers = metadata.brokersById();
        for (var topic : metadata.topicMetadata()) {
            if (topic.error() != Errors.NONE && !(topic.error().exception() instanceof RetriableException)) {
                throw topic.error().exception();
            }
            for (var each : topic.partitionMetadata()) {
                if (each.partition() == partition.partition()) {
                    return leadership(each, brokers);
                }
            }
        }
        return null;
    }

    private static Leadership leadership(MetadataResponse.PartitionMetadata said, Map<Integer, Node> brokers) {
        int leader = said.leaderId.orElse(-1);
        List<Node> others = new ArrayList<>();
        for (int id : said.replicaIds) {
            if (id != leader) {
                // One that is away has no address, and counts nevertheless.
                others.add(brokers.getOrDefault(id, new Node(id, "", -1)));
            }
        }
        return new Leadership(said.leaderEpoch.orElse(-1), brokers.get(leader), others);
    }

    @Override
    public void close() {
        lines.close();
    }
}
