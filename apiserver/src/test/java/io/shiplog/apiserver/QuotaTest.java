package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Quotas under clients that create at once; nobody but the API server charges here, and nobody gives back. */
class QuotaTest extends ServerTest {
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final String QUOTAS = "/api/v1/namespaces/default/resourcequotas";

    @Test
    void ofCreationsAtOnceOnlyThoseThatTheQuotaHasPlacesForTakePlace() {
        assertThat(client.post(QUOTAS, "{\"metadata\":{\"name\":\"q\"},\"spec\":{\"hard\":{\"secrets\":\"3\"}}}")
                        .code())
                .isEqualTo(201);
        List<CompletableFuture<Integer>> replies = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> create("s" + i)))
                .toList();
        assertThat(replies.stream().map(CompletableFuture::join).sorted())
                .containsExactly(201, 201, 201, 403, 403, 403, 403, 403);
        assertThat(used()).isEqualTo("3");

        String made = client.get(SECRETS)
                .json()
                .path("items")
                .path(0)
                .path("metadata")
                .path("name")
                .asString();
        assertThat(client.delete(SECRETS + "/" + made).code()).isEqualTo(200);
        assertThat(create("after"))
                .as("counted afresh before it is refused, though nobody has given the place back")
                .isEqualTo(201);
        assertThat(used()).isEqualTo("3");
        assertThat(create("more")).isEqualTo(403);
    }

    private int create(String name) {
        return client.post(SECRETS, "{\"metadata\":{\"name\":\"" + name + "\"}}")
                .code();
    }

    private String used() {
        return client.get(QUOTAS + "/q").json().at("/status/used/secrets").asString();
    }
}
