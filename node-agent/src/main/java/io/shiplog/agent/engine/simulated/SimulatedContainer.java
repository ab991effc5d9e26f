package io.shiplog.agent.engine.simulated;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One container's or sandbox's state. Guarded by itself. */
final class SimulatedContainer {
    /** One line that the container wrote. */
    record Line(Instant time, byte[] bytes, boolean error) {
        /** The same line after its time. */
        Line stamped() {
            byte[] prefix = (time + " ").getBytes(StandardCharsets.UTF_8);
            byte[] all = Arrays.copyOf(prefix, prefix.length + bytes.length);
            System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
            return new Line(time, all, error);
        }
    }

    /** Who follows the output, and whether with times. */
    record Follower(Engine.Output output, boolean timestamps) {}

    private static final int MAX_LINES = 1000;

    final String id;
    final Map<String, String> labels;
    final String image;
    final String address;
    final Instant created;
    final SimulatedProgram program;

    private EngineContainer.State state = EngineContainer.State.CREATED;
    private @Nullable Instant started;
    private @Nullable Instant finished;
    private int exitCode;
    private @Nullable Deque<Line> lines;
    private @Nullable List<Follower> followers;

    SimulatedContainer(String id, Map<String, String> labels, String image, String address, Instant created) {
        this(id, labels, image, address, created, new SimulatedProgram(List.of(), true));
    }

    SimulatedContainer(String id, ContainerSpec spec, Instant created) {
        this(id, spec.labels(), spec.image(), "", created, program(spec));
    }

    private SimulatedContainer(
            String id,
            Map<String, String> labels,
            String image,
            String address,
            Instant created,
            SimulatedProgram program) {
        this.id = id;
        this.labels = labels;
        this.image = image;
        this.address = address;
        this.created = created;
        this.program = program;
    }

    private static SimulatedProgram program(ContainerSpec spec) {
        String end = spec.labels().get(ContainerLabels.ENDS);
        if (end == null) {
            return SimulatedProgram.parse(command(spec));
        }
        return end.isEmpty()
                ? SimulatedProgram.parse(command(spec)).ending()
                : SimulatedProgram.parse(List.of("sh", "-c", end));
    }

    private static List<String> command(ContainerSpec spec) {
        var words = new ArrayList<String>(spec.process().entrypoint());
        words.addAll(spec.process().arguments());
        return words;
    }

    synchronized EngineContainer view() {
        return new EngineContainer(id, labels, state, image, address, created, started, finished, exitCode, false, "");
    }

    synchronized boolean startable() {
        return state == EngineContainer.State.CREATED;
    }

    synchronized boolean running() {
        return state == EngineContainer.State.RUNNING;
    }

    synchronized boolean alive() {
        return state == EngineContainer.State.RUNNING || state == EngineContainer.State.STARTING;
    }

    synchronized void starting() {
        state = EngineContainer.State.STARTING;
    }

    synchronized void run(Instant now) {
        state = EngineContainer.State.RUNNING;
        started = now;
    }

    /** Ends it; false when it had ended before. */
    synchronized boolean end(int code, Instant now) {
        if (!alive()) {
            return false;
        }
        if (started == null) {
            started = now;
        }
        state = EngineContainer.State.EXITED;
        finished = now;
        exitCode = code;
        if (followers != null) {
            followers.forEach(follower -> follower.output().end(null));
            followers = null;
        }
        return true;
    }

    synchronized void print(Line line) {
        if (lines == null) {
            lines = new ArrayDeque<>();
        }
        lines.add(line);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
        }
        if (followers != null) {
            for (Follower follower : followers) {
                deliver(follower.timestamps() ? line.stamped() : line, follower.output());
            }
        }
    }

    synchronized List<Line> lines() {
        return lines == null ? List.of() : List.copyOf(lines);
    }

    /** Adds a follower of the output unless the container has ended; false then. */
    synchronized boolean follow(Follower follower) {
        if (!alive()) {
            return false;
        }
        if (followers == null) {
            followers = new ArrayList<>();
        }
        followers.add(follower);
        return true;
    }

    synchronized void unfollow(Follower follower) {
        if (followers != null) {
            followers.remove(follower);
        }
    }

    static void deliver(Line line, Engine.Output output) {
        if (line.error()) {
            output.stderr(line.bytes());
        } else {
            output.stdout(line.bytes());
        }
    }
}
