package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kube-apiserver v1.34.2 was seen to make of options of reads, and of patches that change what an object is. */
class ReadOptionsTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @BeforeAll
    void prepare() {
        client.post(MAPS, "{\"metadata\":{\"name\":\"m\"}}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "?limit=-1, 200",
        "?limit=x, 400",
        "?resourceVersion=abc, 400",
        "?timeoutSeconds=x, 400",
        "/m?limit=x&continue=5&resourceVersionMatch=Exact, 200",
        "/m?resourceVersion=abc, 422",
    })
    void answersReadsAsUpstream(String rest, int code) {
        assertThat(client.get(MAPS + rest).code()).isEqualTo(code);
    }

    @Test
    void showsNoReviewAsATable() {
        String reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        String review = "{\"spec\":{\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\"}}}";
        String table = "application/json;as=Table;v=v1;g=meta.k8s.io";
        assertThat(client.send("POST", reviews, review, "Accept", table).code()).isEqualTo(406);
        assertThat(client.send("POST", reviews, review, "Accept", table + ",application/json")
                        .code())
                .isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"Secret\"}|422",
                "{\"apiVersion\":\"apps/v1\"}|422",
                "{\"metadata\":{\"name\":\"other\"}}|400",
                "{\"metadata\":{\"name\":null}}|400",
                "{\"metadata\":{\"namespace\":\"other\"}}|400",
                "{\"metadata\":{\"uid\":\"other\"}}|422",
                "{\"metadata\":{\"deletionTimestamp\":\"2020-01-01T00:00:00Z\"}}|422",
            })
    void refusesToMakeAnotherObjectOfOne(String patch, int code) {
        assertThat(client.patch(MAPS + "/m", "application/merge-patch+json", patch)
                        .code())
                .isEqualTo(code);
    }
}
