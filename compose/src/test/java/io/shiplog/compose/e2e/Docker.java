package io.shiplog.compose.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The engine that real containers run on, and the images of the tests, imported from a root with busybox in it. */
final class Docker {

    /** A web server that answers with its host name and the image's version. */
    static final String WEB_1 = "shiplog-test/web:1";

    static final String WEB_2 = "shiplog-test/web:2";

    private Docker() {}

    /** Leaves the test out, saying why, unless an engine answers; fails instead where CI demands one. */
    static void assume() {
        boolean required = System.getenv("SHIPLOG_REQUIRE_DOCKER") != null;
        boolean engine = answers();
        boolean busybox = Files.isExecutable(Path.of("/bin/busybox"));
        boolean kubectl = Shell.exists("kubectl");
        String why =
                "needs a Docker engine (" + engine + "), /bin/busybox (" + busybox + ") and kubectl (" + kubectl + ")";
        if (required && !(engine && busybox && kubectl)) {
            throw new AssertionError(why);
        }
        Assumptions.assumeTrue(engine && busybox && kubectl, "left out: " + why);
        importWeb(WEB_1, "1");
        importWeb(WEB_2, "2");
        removeContainers();
    }

    private static boolean answers() {
        return Shell.exists("docker") && Shell.run("docker", "info").exitCode() == 0;
    }

    /** Removes what a test that was cut short left running. */
    private static void removeContainers() {
        for (String image : List.of(WEB_1, WEB_2)) {
            removeContainers("ancestor=" + image);
        }
    }

    /**
     * Removes what the agents of these folders of data have started, pause containers too: it outlives their processes.
     */
    static void removeContainersOf(Path... folders) {
        if (!answers()) {
            return;
        }
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path id : files.filter(file -> file.endsWith("agent-id")).toList()) {
                    removeContainers(
                            "label=io.shiplog.owner=" + Files.readString(id).strip());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void removeContainers(String filter) {
        Shell.run("docker", "ps", "-aq", "--filter", filter)
                .ok()
                .lines()
                .forEach(id -> Shell.run("docker", "rm", "-f", id));
    }

    /** The ids of the running containers of a pod's container, pause containers left out. */
    static List<String> containers(String namespace, String podPrefix) {
        List<String> ids = new ArrayList<>();
        for (String line : Shell.run(
                        "docker",
                        "ps",
                        "--no-trunc",
                        "--filter",
                        "label=io.kubernetes.pod.namespace=" + namespace,
                        "--format",
                        "{{.ID}} {{.Label \"io.kubernetes.pod.name\"}} {{.Label \"io.kubernetes.container.name\"}}")
                .ok()
                .lines()
                .toList()) {
            String[] parts = line.split(" ", -1);
            if (parts.length == 3 && parts[1].startsWith(podPrefix) && !parts[2].isEmpty() && !parts[2].equals("POD")) {
                ids.add(parts[0]);
            }
        }
        return ids;
    }

    private static void importWeb(String image, String version) {
        if (Shell.run("docker", "image", "inspect", image).exitCode() == 0) {
            return;
        }
        try {
            Path root = Files.createTempDirectory("shiplog-web");
            for (String folder : List.of("bin", "www/cgi-bin", "tmp", "etc", "proc", "sys", "dev")) {
                Files.createDirectories(root.resolve(folder));
            }
            Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
            for (String applet : List.of(
                    "sh",
                    "httpd",
                    "hostname",
                    "cat",
                    "sleep",
                    "echo",
                    "wget",
                    "nc",
                    "ls",
                    "nslookup",
                    "true",
                    "kill",
                    "env",
                    "printf",
                    "id")) {
                Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
            }
            Path script = root.resolve("www/cgi-bin/id");
            Files.writeString(
                    script,
                    "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\necho \"$(hostname) v" + version
                            + "\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path archive = Files.createTempFile("shiplog-web", ".tar");
            Shell.run("tar", "-C", root.toString(), "-cf", archive.toString(), ".")
                    .ok();
            Shell.run(
                            "docker",
                            "import",
                            "--change",
                            "CMD [\"/bin/httpd\",\"-f\",\"-p\",\"8080\",\"-h\",\"/www\"]",
                            "--change",
                            "ENV PATH=/bin",
                            archive.toString(),
                            image)
                    .ok();
            Shell.run("rm", "-rf", root.toString(), archive.toString()).ok();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
