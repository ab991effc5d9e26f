package io.shiplog.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine must do. Implementations extend it and give their engine and an image that it has. */
public abstract class EngineContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String run = UUID.randomUUID().toString();
    private Engine engine;
    private int containers;

    protected abstract Engine engine();

    /** An image that the engine has, with a shell and the usual small programs. */
    protected abstract String image();

    @BeforeEach
    void openEngine() {
        engine = engine();
    }

    @AfterEach
    void removeEverything() {
        if (engine != null) {
            List<EngineContainer> left = engine.list(Map.of(ContainerLabels.OWNER, run));
            left.stream()
                    .filter(one -> one.label(ContainerLabels.TYPE).equals(ContainerLabels.CONTAINER))
                    .forEach(one -> engine.remove(one.id()));
            left.forEach(one -> engine.remove(one.id()));
            engine.close();
        }
    }

    private Map<String, String> labels(String type, String name) {
        var labels = new HashMap<String, String>();
        labels.put(ContainerLabels.OWNER, run);
        labels.put(ContainerLabels.TYPE, type);
        labels.put(ContainerLabels.POD_UID, "uid-" + run);
        labels.put(ContainerLabels.CONTAINER_NAME, name);
        return labels;
    }

    private String sandbox() {
        return engine.startSandbox(new SandboxSpec(
                "shiplog-test-sandbox-" + run + "-" + containers++,
                labels(ContainerLabels.SANDBOX, "POD"),
                new SandboxSpec.Network(false, "pod-host", "", List.of()),
                null,
                List.of(),
                List.of(),
                Map.of()));
    }

    private String container(String sandbox, String... command) {
        String id = engine.create(new ContainerSpec(
                "shiplog-test-" + run + "-" + containers++,
                sandbox,
                image(),
                labels(ContainerLabels.CONTAINER, "main"),
                new ContainerSpec.Process(
                        List.of(command), List.of(), List.of("A=1"), null, null, ContainerSpec.Console.NONE),
                List.of(),
                ContainerSpec.Resources.UNLIMITED,
                ContainerSpec.Security.DEFAULT));
        return id;
    }

    private EngineContainer inspected(String id) {
        return engine.inspect(id).orElseThrow();
    }

    private void awaitExit(String id) {
        await().atMost(PATIENCE).until(() -> inspected(id).exited());
    }

    @Test
    void saysWhatItIs() {
        EngineInfo info = engine.info();
        assertThat(info.runtimeVersion()).matches("[a-z]+://.+");
        assertThat(info.cpus()).isPositive();
        assertThat(info.memoryBytes()).isPositive();
    }

    @Test
    void knowsTheImagesThatItHas() {
        assertThat(engine.image(image())).isPresent();
        assertThat(engine.image("localhost/absent:none")).isEmpty();
        assertThat(engine.images()).isNotEmpty();
    }

    @Test
    void refusesToPullWhatIsNowhere() {
        assertThatThrownBy(() -> engine.pull("localhost/absent:none", List.of()))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void givesEverySandboxAnAddressOfItsOwn() {
        EngineContainer first = inspected(sandbox());
        EngineContainer second = inspected(sandbox());
        assertThat(first.running()).isTrue();
        assertThat(first.address()).matches("[0-9.]+").isNotEqualTo(second.address());
    }

    @Test
    void runsAContainerFromCreationToItsExitCode() {
        String id = container(sandbox(), "sh", "-c", "sleep 0.2; exit 3");
        assertThat(inspected(id).state()).isEqualTo(EngineContainer.State.CREATED);
        engine.start(id);
        awaitExit(id);
        EngineContainer exited = inspected(id);
        assertThat(exited.exitCode()).isEqualTo(3);
        assertThat(exited.startedAt()).isNotNull();
        assertThat(exited.finishedAt()).isAfterOrEqualTo(exited.startedAt());
    }

    @Test
    void listsByLabelsWhateverTheState() {
        String sandbox = sandbox();
        String created = container(sandbox, "sleep", "1000");
        String exited = container(sandbox, "true");
        engine.start(exited);
        awaitExit(exited);
        assertThat(engine.list(Map.of(ContainerLabels.OWNER, run)))
                .extracting(EngineContainer::id)
                .containsExactlyInAnyOrder(sandbox, created, exited);
        assertThat(engine.list(Map.of(ContainerLabels.OWNER, run, ContainerLabels.TYPE, ContainerLabels.SANDBOX)))
                .extracting(EngineContainer::id)
                .containsExactly(sandbox);
        assertThat(engine.list(Map.of(ContainerLabels.OWNER, "nobody"))).isEmpty();
    }

    @Test
    void stopsARunningContainerAndTakesASecondStopCalmly() {
        String id = container(sandbox(), "sleep", "1000");
        engine.start(id);
        engine.stop(id, Duration.ofSeconds(1));
        assertThat(inspected(id).exited()).isTrue();
        assertThat(inspected(id).exitCode()).isGreaterThan(128);
        engine.stop(id, Duration.ZERO);
    }

    @Test
    void hasEndedAContainerWhenAStopWithoutGraceReturns() {
        String sandbox = sandbox();
        String id = container(sandbox, "sleep", "1000");
        engine.start(id);
        engine.stop(id, Duration.ZERO);
        assertThat(inspected(id).exited()).isTrue();
        assertThat(inspected(id).exitCode()).isGreaterThan(128);
        engine.stop(sandbox, Duration.ZERO);
        assertThat(inspected(sandbox).exited()).isTrue();
    }

    @Test
    void removesRunningContainersAndTakesASecondRemovalCalmly() {
        String id = container(sandbox(), "sleep", "1000");
        engine.start(id);
        engine.remove(id);
        assertThat(engine.inspect(id)).isEmpty();
        engine.remove(id);
    }

    @Test
    void refusesAContainerOfAnUnknownImage() {
        String sandbox = sandbox();
        var spec = new ContainerSpec(
                "shiplog-test-" + run + "-x",
                sandbox,
                "localhost/absent:none",
                labels(ContainerLabels.CONTAINER, "main"),
                new ContainerSpec.Process(
                        List.of("true"), List.of(), List.of(), null, null, ContainerSpec.Console.NONE),
                List.of(),
                ContainerSpec.Resources.UNLIMITED,
                ContainerSpec.Security.DEFAULT);
        assertThatThrownBy(() -> engine.create(spec))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.NOT_FOUND));
    }

    @Test
    void deliversTheLogOfAnEndedContainer() {
        String id = container(sandbox(), "sh", "-c", "echo one; echo two; echo three; echo oops >&2");
        engine.start(id);
        awaitExit(id);
        assertThat(log(id, LogOptions.ALL).out()).isEqualTo("one\ntwo\nthree\n");
        assertThat(log(id, LogOptions.ALL).err()).isEqualTo("oops\n");
        CollectedOutput tail = log(id, new LogOptions(false, false, 1, null));
        assertThat(tail.out() + tail.err()).containsAnyOf("oops\n", "three\n").doesNotContain("one");
        assertThat(log(id, new LogOptions(false, true, null, null)).out())
                .matches("(?s)20[0-9]{2}-[0-9-]{5}T[0-9:.]+Z one\n.*");
        assertThat(log(id, new LogOptions(false, false, null, Instant.now().plusSeconds(60)))
                        .out())
                .isEmpty();
    }

    private CollectedOutput log(String id, LogOptions options) {
        var output = new CollectedOutput();
        try (Engine.Stream ignored = engine.logs(id, options, output)) {
            await().atMost(PATIENCE).until(output.ended::isDone);
        }
        assertThat(output.ended.join()).isTrue();
        return output;
    }

    @Test
    void followsTheLogUntilTheContainerEnds() {
        String id = container(sandbox(), "sh", "-c", "echo begin; sleep 0.5; echo end");
        engine.start(id);
        var output = new CollectedOutput();
        try (Engine.Stream ignored = engine.logs(id, new LogOptions(true, false, null, null), output)) {
            await().atMost(PATIENCE).until(output.ended::isDone);
        }
        assertThat(output.out()).isEqualTo("begin\nend\n");
    }

    @Test
    void endsAFollowedLogWhenItIsClosed() {
        String id = container(sandbox(), "sh", "-c", "echo begin; sleep 1000");
        engine.start(id);
        var output = new CollectedOutput();
        Engine.Stream stream = engine.logs(id, new LogOptions(true, false, null, null), output);
        await().atMost(PATIENCE).until(() -> output.out().equals("begin\n"));
        stream.close();
        assertThat(inspected(id).running()).isTrue();
    }

    @Test
    void runsAFurtherProcessAndTellsItsExitCode() throws Exception {
        String id = container(sandbox(), "sleep", "1000");
        engine.start(id);
        var output = new CollectedOutput();
        ExecSession session =
                engine.exec(id, ExecSpec.plain(List.of("sh", "-c", "echo hi; echo no >&2; exit 4")), output);
        assertThat(session.exitCode().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(4);
        await().atMost(PATIENCE).until(output.ended::isDone);
        assertThat(output.out()).isEqualTo("hi\n");
        assertThat(output.err()).isEqualTo("no\n");
    }

    @Test
    void feedsAProcessItsInputUntilItEnds() throws Exception {
        String id = container(sandbox(), "sleep", "1000");
        engine.start(id);
        var output = new CollectedOutput();
        ExecSession session = engine.exec(id, new ExecSpec(List.of("cat"), false, true, true, true), output);
        session.stdin("first ".getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).until(() -> output.out().equals("first "));
        session.stdin("second".getBytes(StandardCharsets.UTF_8));
        session.closeStdin();
        assertThat(session.exitCode().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isZero();
        assertThat(output.out()).isEqualTo("first second");
    }

    @Test
    void refusesAProcessInAContainerThatDoesNotRun() {
        String id = container(sandbox(), "true");
        engine.start(id);
        awaitExit(id);
        assertThatThrownBy(() -> engine.exec(id, ExecSpec.plain(List.of("true")), new CollectedOutput()))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void tellsOfContainersThatEnd() {
        var heard = new CopyOnWriteArrayList<Map<String, String>>();
        try (Engine.Stream ignored = engine.events(heard::add)) {
            String id = container(sandbox(), "sh", "-c", "sleep 0.5; exit 1");
            engine.start(id);
            awaitExit(id);
            await().atMost(PATIENCE)
                    .until(() -> heard.stream()
                            .anyMatch(labels -> run.equals(labels.get(ContainerLabels.OWNER))
                                    && "main".equals(labels.get(ContainerLabels.CONTAINER_NAME))));
        }
    }
}
