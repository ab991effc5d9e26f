package io.shiplog.agent.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import io.shiplog.agent.engine.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Makes an image of a tar of a root file system, by the engine's import. */
public final class ImageImport {
    private ImageImport() {}

    /**
     * Imports {@code tar} as {@code repository:tag}. docker-java's own command for this (3.7.1) sends the stream as
     * JSON, so the request is made by hand.
     *
     * @throws EngineException when the engine refuses
     */
    public static void importRoot(DockerHttpClient http, String repository, String tag, byte[] tar) {
        String path = "/images/create?fromSrc=-&repo=" + encoded(repository) + "&tag=" + encoded(tag);
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.POST)
                .path(path)
                .putHeader("content-type", "application/x-tar")
                .body(new ByteArrayInputStream(tar))
                .build();
        try (DockerHttpClient.Response response = http.execute(request)) {
            String answer = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
            if (response.getStatusCode() != 200 || answer.contains("\"error\"")) {
                throw new EngineException(EngineException.Kind.REFUSED, "the image was not imported: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
