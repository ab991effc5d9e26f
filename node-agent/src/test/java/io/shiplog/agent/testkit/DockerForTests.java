package io.shiplog.agent.testkit;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.engine.docker.ImageImport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker engine for integration tests, with an image of the machine's static busybox that no registry is asked for.
 */
public final class DockerForTests {
    public static final String IMAGE = "localhost/shiplog-test/busybox:1";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> APPLETS = List.of(
            "sh",
            "sleep",
            "cat",
            "echo",
            "nc",
            "httpd",
            "hostname",
            "id",
            "env",
            "ls",
            "kill",
            "wget",
            "stat",
            "head",
            "ip",
            "touch",
            "true");

    private DockerForTests() {}

    /** Skips the test, saying why, when there is no engine or no static busybox. */
    public static void assume() {
        Assumptions.assumeTrue(
                DockerEngine.answers(DockerEngine.DEFAULT_HOST),
                "left out: no Docker engine answers at " + DockerEngine.DEFAULT_HOST);
        Assumptions.assumeTrue(
                Files.isExecutable(BUSYBOX), "left out: there is no static /bin/busybox to make an image of");
        importImage();
    }

    private static synchronized void importImage() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(DockerEngine.DEFAULT_HOST)
                .build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .build();
        try (var client = DockerClientImpl.getInstance(config, http)) {
            boolean there = client.listImagesCmd().exec().stream()
                    .anyMatch(image -> image.getRepoTags() != null
                            && List.of(image.getRepoTags()).contains(IMAGE));
            if (!there) {
                ImageImport.importRoot(http, "localhost/shiplog-test/busybox", "1", root());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] root() throws IOException {
        var tar = new ByteArrayOutputStream();
        byte[] busybox = Files.readAllBytes(BUSYBOX);
        for (String folder : List.of("bin/", "tmp/", "etc/", "proc/", "dev/", "sys/", "var/")) {
            tar.write(header(folder, "0001777", 0, '5', ""));
        }
        tar.write(header("bin/busybox", "0000755", busybox.length, '0', ""));
        tar.write(busybox);
        tar.write(new byte[(512 - busybox.length % 512) % 512]);
        for (String applet : APPLETS) {
            tar.write(header("bin/" + applet, "0000777", 0, '2', "busybox"));
        }
        byte[] passwd = "root:x:0:0:root:/:/bin/sh\n".getBytes(StandardCharsets.US_ASCII);
        tar.write(header("etc/passwd", "0000644", passwd.length, '0', ""));
        tar.write(Arrays.copyOf(passwd, 512));
        tar.write(new byte[1024]);
        return tar.toByteArray();
    }

    private static byte[] header(String name, String mode, int size, char type, String link) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, mode);
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", size));
        put(header, 136, "00000000000");
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o", sum));
        header[154] = 0;
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
