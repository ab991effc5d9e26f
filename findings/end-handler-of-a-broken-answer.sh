#!/usr/bin/env bash
# The end handler of a server's answer is not called when the client breaks it off (Vert.x core 5.2.0, HTTP/1.1 and HTTP/2).
#
# Expected: HttpServerResponse.endHandler is documented as the place to clean up after a response, whatever becomes of it:
#   so what is counted when a request comes can be counted down there.
# Seen: after a client has reset its stream (HTTP/2) or closed its connection (HTTP/1.1) amid an answer, closed() says true, the
#   close handler and the exception handler have been called, and the end handler never is, not when the connection goes either.
#   Each of the three is one field: a later handler (a stream's, a body reader's) silently takes the earlier one's place.
# It costs where something is counted per request: over HTTP/1.1 the loss goes with the connection, over HTTP/2 one long-lived
#   connection that cancels its watches is busy for ever, and no idle limit applies to it.
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
  <groupId>example</groupId><artifactId>broken</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>io.vertx</groupId><artifactId>vertx-core</artifactId><version>5.2.0</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib

cat > Broken.java <<'JAVA'
import io.vertx.core.Vertx;
import io.vertx.core.http.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.BooleanSupplier;

public class Broken {
    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
            Set<String> called = ConcurrentHashMap.newKeySet();
            CountDownLatch gone = new CountDownLatch(1);
            BlockingQueue<HttpServerResponse> answers = new LinkedBlockingQueue<>();
            HttpServer server = vertx.createHttpServer()
                    .connectionHandler(connection -> connection.closeHandler(x -> gone.countDown()))
                    .requestHandler(request -> {
                        HttpServerResponse response = request.response().setChunked(true);
                        response.endHandler(x -> called.add("end"));
                        response.closeHandler(x -> called.add("close"));
                        response.exceptionHandler(x -> called.add("exception"));
                        if (request.path().equals("/whole")) {
                            response.end("all of it");
                        } else {
                            response.write("a part").onSuccess(x -> answers.add(response));
                        }
                    })
                    .listen(0, "127.0.0.1")
                    .toCompletionStage().toCompletableFuture().get();
            HttpClientAgent client = vertx.createHttpClient(
                    new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));

            ask(client, server, "/whole").response().toCompletionStage().toCompletableFuture().get();
            await(() -> called.contains("end"));
            System.out.println(version + " whole: end handler called " + called.contains("end"));
            called.clear();

            HttpClientRequest request = ask(client, server, "/part");
            request.response().toCompletionStage().toCompletableFuture().get();
            HttpServerResponse response = answers.take();
            request.reset(8);
            await(response::closed);
            await(() -> called.contains("close"));
            client.close();
            gone.await();
            System.out.println(version + " broken off: " + new TreeSet<>(called));
            server.close();
        }
        vertx.close();
    }

    static HttpClientRequest ask(HttpClientAgent client, HttpServer server, String path) throws Exception {
        HttpClientRequest request = client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
                .toCompletionStage().toCompletableFuture().get();
        request.end();
        return request;
    }

    static void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }
}
JAVA
"$java" -cp 'lib/*' Broken.java 2>/dev/null | tee seen
diff seen - <<'SEEN'
HTTP_1_1 whole: end handler called true
HTTP_1_1 broken off: [close, exception]
HTTP_2 whole: end handler called true
HTTP_2 broken off: [close, exception]
SEEN
