#!/usr/bin/env bash
# All that a consumer asks a broker waits behind its own fetch, its end included (Kafka clients and broker 4.3.1).
#
# Expected: fetch.max.wait.ms says how long the broker keeps a fetch that finds nothing new; raising it saves an idle consumer
#   requests, and costs nothing else, since a record that comes is answered at once.
# Seen: a broker serves one request of a connection at a time, and a consumer has one connection to it. endOffsets() and close()
#   of a consumer that polls an idle topic take what is left of fetch.max.wait.ms: 2.5 s each when asked half-way through 5,000
#   (close() waits to end the fetch session). With the default of 500 nobody notices.
# It costs where consumers are made quiet for the sake of an idle machine: each restart and each look at a topic's end becomes
#   slower by seconds, with no log line.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

java=java
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -Eq '^javac (1[7-9]|2[0-9])'; then java=$home/bin/java; fi
done
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId><artifactId>fetch</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.3.1</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib

cat > Fetch.java <<'JAVA'
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import kafka.server.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

public class Fetch {
    static final TopicPartition IDLE = new TopicPartition("idle", 0);

    public static void main(String[] args) throws Exception {
        int broker = free(), controller = free();
        String logs = Files.createDirectory(Path.of("logs")).toString();
        new Formatter().setNodeId(1).setClusterId(Uuid.randomUuid().toString()).addDirectory(logs)
                .setMetadataLogDirectory(logs).setControllerListenerName("CONTROLLER").run();
        var p = new Properties();
        p.putAll(Map.of("process.roles", "broker,controller", "node.id", "1", "log.dirs", logs,
                "controller.quorum.voters", "1@127.0.0.1:" + controller, "controller.listener.names", "CONTROLLER",
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "listeners", "PLAINTEXT://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:" + controller));
        var server = new KafkaRaftServer(KafkaConfig.fromProps(p, false), Time.SYSTEM);
        server.startup();
        String servers = "127.0.0.1:" + broker;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("idle", 1, (short) 1))).all().get();
        }
        for (int wait : new int[] {500, 5000}) {
            System.out.println("fetch.max.wait.ms=" + wait + ": endOffsets() " + took(servers, wait, false) + ", close() "
                    + took(servers, wait, true));
        }
        Runtime.getRuntime().halt(0);
    }

    static String took(String servers, int wait, boolean close) {
        var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", servers, "fetch.max.wait.ms", wait),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(IDLE));
        consumer.seekToBeginning(List.of(IDLE));
        // Until a fetch of an open session is with the broker.
        long until = System.nanoTime() + Duration.ofMillis(wait * 3L / 2).toNanos();
        while (System.nanoTime() < until) {
            consumer.poll(Duration.ofMillis(100));
        }
        long start = System.nanoTime();
        if (close) {
            consumer.close();
        } else {
            consumer.endOffsets(List.of(IDLE));
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (!close) {
            consumer.close();
        }
        System.err.println(wait + (close ? " close " : " endOffsets ") + millis + " ms");
        return millis > 1500 ? "seconds" : "less than a second or so";
    }

    static int free() throws Exception {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
JAVA
"$java" -cp 'lib/*' Fetch.java | grep "^fetch" | tee seen

diff - seen <<'SEEN'
fetch.max.wait.ms=500: endOffsets() less than a second or so, close() less than a second or so
fetch.max.wait.ms=5000: endOffsets() seconds, close() seconds
SEEN
