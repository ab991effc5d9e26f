package io.shiplog.apiserver.write;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.journal.Origin;
import io.shiplog.journal.State;
import io.shiplog.journal.memory.InMemoryJournal;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Names that the server makes up. */
class GeneratedNameTest {
    private static final RequestTarget NAMESPACES =
            new RequestTarget(requireNonNull(Kinds.builtIn().preferred(GroupResource.core("namespaces"))), "", "", "");

    private final InMemoryJournal journal = new InMemoryJournal();
    private final Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT);
    private final Queue<String> suffixes = new ArrayDeque<>();
    private final Writer writer =
            new Writer(new Proposer(replica), InstantSource.system(), base -> base + suffixes.remove());

    @AfterEach
    void close() {
        replica.close();
        journal.close();
    }

    @Test
    void aTakenOneIsFollowedByAnother() {
        suffixes.addAll(List.of("a", "a", "a", "b"));
        assertThat(create().at("/metadata/name").asString()).isEqualTo("n-a");
        assertThat(create().at("/metadata/name").asString()).isEqualTo("n-b");
    }

    @Test
    void afterEightTheClientHasToTryAgain() {
        IntStream.range(0, 9).forEach(i -> suffixes.add("a"));
        create();
        assertThatThrownBy(this::create)
                .hasCauseInstanceOf(ApiException.class)
                .hasMessageContaining("the server was not able to generate a unique name for the object");
        assertThat(suffixes).isEmpty();
    }

    private ObjectNode create() {
        ObjectNode namespace =
                Json.parse("{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"generateName\":\"n-\"}}"
                        .getBytes(StandardCharsets.UTF_8));
        Reply reply = writer.create(
                        NAMESPACES,
                        namespace,
                        new Writer.Session(
                                new Origin("u", List.of(), "create", "test"),
                                Runnable::run,
                                false,
                                "",
                                WriteGuard.NONE))
                .join();
        return Json.parse(((Reply.Document) reply).json());
    }
}
