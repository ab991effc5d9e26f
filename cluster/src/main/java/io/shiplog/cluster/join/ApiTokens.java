package io.shiplog.cluster.join;

import io.shiplog.agent.volume.TokenSource;
import io.shiplog.agent.volume.VolumeException;
import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tokens of pods, asked of an API server with the certificate of their node: it may have those of its own pods'
 * accounts, bound to these. Each request reads the certificate anew, which may have been renewed.
 *
 * @param server the API server's URL; empty while it is not known
 */
public record ApiTokens(Supplier<Optional<String>> server, Path authority, Path certificate, Path key)
        implements TokenSource {
    @Override
    public Token issue(Request request) {
        String url = server.get()
                .orElseThrow(() -> new VolumeException("failed to fetch token: the API server is not known yet"));
        try (ApiCaller api = ApiCaller.of(
                url,
                ClientTls.certified(
                        Files.readString(authority), Files.readString(certificate), Files.readString(key)))) {
            String path =
                    "/api/v1/namespaces/" + request.namespace() + "/serviceaccounts/" + request.account() + "/token";
            ObjectNode answer = Json.parse(api.send("POST", path, Json.bytes(body(request))));
            return new Token(
                    answer.path("status").path("token").asString(""),
                    Instant.parse(
                            answer.path("status").path("expirationTimestamp").asString("")));
        } catch (IOException e) {
            throw new UnreachableException("failed to fetch token: " + e.getMessage(), e);
        } catch (ApiCaller.RefusedException | JacksonException | DateTimeException e) {
            throw new VolumeException("failed to fetch token: " + e.getMessage(), e);
        }
    }

    private static ObjectNode body(Request request) {
        ObjectNode body = Json.object();
        ObjectNode spec = body.putObject("spec").put("expirationSeconds", request.seconds());
        if (!request.audience().isEmpty()) {
            spec.putArray("audiences").add(request.audience());
        }
        spec.putObject("boundObjectRef")
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", request.pod())
                .put("uid", request.podUid());
        return body;
    }
}
