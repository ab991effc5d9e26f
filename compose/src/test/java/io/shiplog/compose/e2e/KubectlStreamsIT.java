package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What streams between kubectl and a process: logs, exec, attach, run and port-forward, by every installed kubectl,
 * against real containers. kubectl before 1.30 streams over SPDY, later ones over WebSockets; port-forward over SPDY
 * before 1.31.
 */
class KubectlStreamsIT {
    private static final int LARGE_BYTES = 20_000_000;

    @TempDir
    static Path folder;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Up up;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() {
        Docker.assume();
        up = Up.start(folder.resolve("data"), Up.freePort(), "--engine", "docker");
        kubectl = up.kubectl();
        kubectl.okWith(pod("web", "exec httpd -f -p 8080 -h /www"), "apply", "-f", "-");
        kubectl.ok("wait", "--for=condition=Ready", "pod/web", "--timeout=90s");
    }

    @AfterAll
    static void stop() {
        if (up != null) {
            up.close();
            Docker.removeContainersOf(folder);
        }
    }

    static List<String> everyKubectl() {
        return Kubectl.installed();
    }

    private static String name(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    private static String pod(String name, String script) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                spec:
                  terminationGracePeriodSeconds: 1
                  restartPolicy: Never
                  containers:
                  - name: main
                    image: %s
                    command: [sh, -c, '%s']
                """.formatted(name, Docker.WEB_1, script);
    }

    @ParameterizedTest
    @MethodSource("everyKubectl")
    void execGivesOutputAndExitCode(String program) {
        Kubectl some = kubectl.with(program);
        assertThat(some.ok("exec", "web", "--", "hostname")).isEqualTo("web\n");
        Shell.Result both =
                some.run("", "exec", "web", "-c", "main", "--", "sh", "-c", "echo out; echo err >&2; exit 7");
        assertThat(both.exitCode()).isEqualTo(7);
        assertThat(both.out()).isEqualTo("out\n");
        assertThat(both.err()).isEqualTo("err\ncommand terminated with exit code 7\n");
        assertThat(some.run("", "exec", "absent", "--", "true").err())
                .isEqualTo("Error from server (NotFound): pods \"absent\" not found\n");
    }

    @ParameterizedTest
    @MethodSource("everyKubectl")
    void execPassesInputAndLargeOutput(String program) {
        Kubectl some = kubectl.with(program);
        assertThat(some.okWith("hello\nworld\n", "exec", "-i", "web", "--", "cat"))
                .isEqualTo("hello\nworld\n");
        String large = "0123456789abcde\n".repeat(LARGE_BYTES / 16 / 10);
        assertThat(some.okWith(large, "exec", "-i", "web", "--", "cat")).isEqualTo(large);
        assertThat(some.ok("exec", "web", "--", "sh", "-c", "busybox yes | busybox head -c " + LARGE_BYTES))
                .hasSize(LARGE_BYTES);
    }

    @ParameterizedTest
    @MethodSource("everyKubectl")
    void execGivesATerminalOfTheClientsSize(String program) {
        try (Background shell = kubectl.with(program).startOnTerminal("exec", "-it", "web", "--", "sh")) {
            // The terminal's size follows its start: whoever asks at once may be too early.
            shell.type("busybox tty; until busybox stty size | busybox grep '40 100'; do busybox sleep 0.1; done\n")
                    .awaitOutput("/dev/pts/")
                    .awaitOutput("\n40 100");
            shell.type("exit 3\n").awaitOutput("command terminated with exit code 3");
            assertThat(shell.exitCode()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKubectl")
    void portForwardReachesThePod(String program) {
        try (Background forward = kubectl.with(program).start("port-forward", "pod/web", ":8080")) {
            int port = PortForward.localPort(forward);
            for (int i = 0; i < 5; i++) {
                assertThat(PortForward.get(port)).startsWith("HTTP/1.").endsWith("web v1\n");
            }
        }
        try (Background forward = kubectl.with(program).start("port-forward", "pod/web", ":9")) {
            assertThat(PortForward.get(PortForward.localPort(forward))).isEmpty();
            forward.awaitOutput("error forwarding port 9 to pod web_default").awaitOutput("refused");
        }
    }

    @ParameterizedTest
    @MethodSource("everyKubectl")
    void attachJoinsTheMainProcess(String program) {
        Kubectl some = kubectl.with(program);
        String name = name("attached");
        some.ok(
                "run",
                name,
                "--image=" + Docker.WEB_1,
                "--restart=Never",
                "-i",
                "--attach=false",
                "--command",
                "--",
                "cat");
        some.ok("wait", "--for=condition=Ready", "pod/" + name, "--timeout=60s");
        try (Background attach = some.start("attach", "-i", name)) {
            attach.type("ping\n").awaitOutput("ping\n");
            attach.endInput();
            assertThat(attach.exitCode()).isZero();
        }
        // The only input that it will ever have has ended: so has cat.
        some.ok("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/" + name, "--timeout=60s");
        assertThat(some.ok("logs", name)).isEqualTo("ping\n");
    }

    @ParameterizedTest
    @MethodSource("everyKubectl")
    void runWithATerminalLeavesNothingBehind(String program) {
        String name = name("shell");
        try (Background run = kubectl.with(program)
                .startOnTerminal(
                        "run",
                        name,
                        "-it",
                        "--rm",
                        "--restart=Never",
                        "--image=" + Docker.WEB_1,
                        "--command",
                        "--",
                        "sh")) {
            run.awaitOutput("If you don't see a command prompt, try pressing enter.");
            // kubectl first asks for one row and column more, so that a program that is attached to draws itself again.
            run.type("until busybox stty size | busybox grep '40 100'; do busybox sleep 0.1; done; echo $((6*7))\n")
                    .awaitOutput("\n40 100")
                    .awaitOutput("\n42");
            run.type("exit\n").awaitOutput("pod \"" + name + "\" deleted");
            assertThat(run.exitCode()).isZero();
        }
        assertThat(kubectl.run("", "get", "pod", name).err()).contains("not found");
    }

    @Test
    void runWithInputAnswersAndPassesTheExitCodeOn() {
        assertThat(kubectl.okWith(
                        "a b c\n",
                        "run",
                        name("wc"),
                        "-i",
                        "--rm",
                        "-q",
                        "--restart=Never",
                        "--image=" + Docker.WEB_1,
                        "--command",
                        "--",
                        "busybox",
                        "wc",
                        "-w"))
                .startsWith("3\n");
        Shell.Result failed = kubectl.run(
                Map.of(),
                "",
                "run",
                name("fails"),
                "-i",
                "--rm",
                "--restart=Never",
                "--image=" + Docker.WEB_1,
                "--command",
                "--",
                "sh",
                "-c",
                "sleep 1; exit 5");
        assertThat(failed.exitCode()).as(failed.toString()).isEqualTo(5);
    }

    @Test
    void logsFollowUntilTheContainerEnds() {
        String name = name("talks");
        kubectl.okWith(
                pod(name, "for i in 1 2 3; do echo line $i; sleep 1; done; echo oops >&2; exit 0"), "apply", "-f", "-");
        kubectl.ok(
                "wait", "--for=jsonpath={.status.containerStatuses[0].started}=true", "pod/" + name, "--timeout=60s");
        try (Background follow = kubectl.start("logs", "-f", name)) {
            follow.awaitOutput("line 1\n");
            assertThat(follow.output()).doesNotContain("line 3");
            assertThat(follow.exitCode()).isZero();
            assertThat(follow.output()).isEqualTo("line 1\nline 2\nline 3\noops\n");
        }
        assertThat(kubectl.ok("logs", name, "--tail=2")).isEqualTo("line 3\noops\n");
        assertThat(kubectl.ok("logs", name, "--timestamps").lines()).allMatch(line -> line.matches("20[0-9T:.-]+Z .*"));
        assertThat(kubectl.ok("logs", name, "--since=1h", "--limit-bytes=6")).isEqualTo("line 1");
    }

    @Test
    void logsOfTheInstanceBeforeAreKept() {
        String name = name("crashes");
        kubectl.okWith(pod(name, "echo started; exit 1").replace("Never", "Always"), "apply", "-f", "-");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> kubectl.run("", "logs", name, "--previous").out().equals("started\n"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> kubectl.ok("get", "pod", name).contains("CrashLoopBackOff"));
        kubectl.ok("delete", "pod", name, "--now");
    }

    @Test
    void execSaysWhatItCannotStart() {
        Shell.Result missing = kubectl.run("", "exec", "web", "--", "no-such-program");
        assertThat(missing.exitCode()).isNotZero();
        assertThat(missing.out() + missing.err())
                .contains("exec: \"no-such-program\": executable file not found in $PATH");
    }
}
