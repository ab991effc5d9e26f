package io.shiplog.journal.kafka.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * An image of the Kafka that is on the class path, made without a registry: a small Java runtime of the running JDK,
 * the shell and the C library of this machine, Kafka's jars, and the start script that Testcontainers calls.
 */
final class KafkaImage {
    private static final String REPOSITORY = "shiplog-test/kafka";
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*)");
    private static final List<String> PROGRAMS = List.of("/bin/bash", "/bin/sh", "/bin/sleep", "/usr/bin/env");
    private static final String MODULES =
            "java.base,java.desktop,java.management,java.naming,java.logging,java.xml,java.sql,"
                    + "java.security.jgss,java.security.sasl,jdk.management,jdk.unsupported";

    private static final String RUN = """
            #!/bin/bash
            # Every KAFKA_A_B=c becomes the server setting a.b=c.
            settings=/tmp/server.properties
            echo "log.dirs=/tmp/kafka-logs" > $settings
            while IFS='=' read -r name value; do
              case "$name" in
                KAFKA_*) key=${name#KAFKA_}; key=${key,,}; echo "${key//_/.}=$value" >> $settings ;;
              esac
            done < <(env)
            java="/opt/java/bin/java -Xmx512m -XX:+UseSerialGC -cp /opt/kafka/conf:/opt/kafka/libs/*"
            $java kafka.tools.StorageTool format -t "$CLUSTER_ID" -c $settings || exit 1
            exec $java kafka.Kafka $settings
            """;
    private static final String LOGGING = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%level %msg%n</pattern></encoder></appender>
              <root level="INFO"><appender-ref ref="OUT"/></root>
            </configuration>
            """;

    private KafkaImage() {}

    /** The image's name; it is built unless the engine has it. */
    static String build(DockerClient engine, Path work) throws IOException, InterruptedException {
        String tag = AppInfoParser.getVersion() + "-jdk" + Runtime.version().feature();
        String name = REPOSITORY + ":" + tag;
        try {
            engine.inspectImageCmd(name).exec();
            return name;
        } catch (NotFoundException e) {
            Path tar = work.resolve("kafka-image.tar");
            write(tar, runtime(work));
            // By the command line: the client library's import ends before the engine has read all of it.
            Process docker = new ProcessBuilder("docker", "import", tar.toString(), name)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (docker.waitFor() != 0) {
                throw new IllegalStateException("docker import failed: " + said);
            }
            return name;
        }
    }

    private static Path runtime(Path work) {
        Path runtime = work.resolve("java");
        StringWriter said = new StringWriter();
        int code = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalStateException("the running Java has no jlink"))
                .run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        "--add-modules",
                        MODULES,
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        runtime.toString());
        if (code != 0) {
            throw new IllegalStateException("jlink failed: " + said);
        }
        return runtime;
    }

    private static void write(Path file, Path runtime) throws IOException, InterruptedException {
        try (OutputStream stream = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(stream)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.putArchiveEntry(new TarArchiveEntry("tmp/"));
            tar.closeArchiveEntry();
            for (String program : PROGRAMS) {
                add(tar, Path.of(program).toRealPath(), program);
            }
            List<Path> files;
            try (Stream<Path> walk = Files.walk(runtime)) {
                files = walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                        .toList();
            }
            for (Path path : files) {
                add(tar, path, "/opt/java/" + runtime.relativize(path));
            }
            for (String library : libraries(runtime)) {
                add(tar, Path.of(library).toRealPath(), library);
            }
            for (String entry : System.getProperty("java.class.path").split(":")) {
                Path jar = Path.of(entry);
                String name = jar.getFileName().toString();
                // The broker needs no RocksDB, which is more than half of everything.
                if (name.endsWith(".jar") && !name.startsWith("rocksdb")) {
                    add(tar, jar, "/opt/kafka/libs/" + name);
                }
            }
            add(tar, RUN, "/etc/kafka/docker/run");
            add(tar, LOGGING, "/opt/kafka/conf/logback.xml");
            add(tar, "root:x:0:0:root:/tmp:/bin/bash\n", "/etc/passwd");
        }
    }

    /** The shared libraries that the programs and the runtime load, as the loader would find them here. */
    private static Set<String> libraries(Path runtime) throws IOException, InterruptedException {
        Set<String> libraries = new TreeSet<>();
        List<String> command = new java.util.ArrayList<>(List.of("ldd"));
        command.addAll(PROGRAMS);
        command.add(runtime.resolve("bin/java").toString());
        command.add(runtime.resolve("lib/server/libjvm.so").toString());
        Process ldd = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ldd.waitFor();
        Matcher matcher = LIBRARY.matcher(output);
        while (matcher.find()) {
            String library = matcher.group(1);
            if (!library.startsWith(runtime.toString()) && Files.exists(Path.of(library))) {
                libraries.add(library);
            }
        }
        return libraries;
    }

    private static void add(TarArchiveOutputStream tar, Path source, String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name.substring(1));
        entry.setSize(Files.size(source));
        entry.setMode(0100755);
        tar.putArchiveEntry(entry);
        Files.copy(source, tar);
        tar.closeArchiveEntry();
    }

    private static void add(TarArchiveOutputStream tar, String content, String name) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name.substring(1));
        entry.setSize(bytes.length);
        entry.setMode(0100755);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
