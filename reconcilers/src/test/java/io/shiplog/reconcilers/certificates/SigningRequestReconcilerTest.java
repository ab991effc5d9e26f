package io.shiplog.reconcilers.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SigningRequestReconcilerTest {
    private static final GroupResource REQUESTS = Access.SIGNING_REQUESTS.resource();

    /** A request says its subject in words: {@code system:node:n1 system:nodes}. */
    private final World world = new World(1, new SigningRequestReconciler(new Signer() {
        @Override
        public Optional<Asked> read(String request) {
            String[] words = request.split(" ");
            return Optional.of(new Asked(words[0], List.of(words).subList(1, words.length), 0, 0, 0));
        }

        @Override
        public Optional<String> sign(String request, List<String> usages, Duration life, Instant now) {
            return Optional.of(request + " for " + life);
        }
    }));

    @Test
    void signsWhatIsApprovedAndForgetsItAfterAnHour() {
        request("r", "kubernetes.io/kube-apiserver-client", "alice devs", "client auth");
        world.settle();
        assertThat(status("r").has("certificate")).isFalse();
        decide("r", "Approved");
        world.settle();
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(status("r").path("certificate").asString()),
                        UTF_8))
                .isEqualTo("alice devs for PT20M");
        assertThat(world.restless()).isEmpty();
        world.advance(Duration.ofMinutes(59));
        world.settle();
        assertThat(world.find(REQUESTS, "r")).isNotNull();
        world.advance(Duration.ofMinutes(2));
        world.settle();
        assertThat(world.find(REQUESTS, "r")).isNull();
    }

    @Test
    void failsWhatDoesNotFitItsSigner() {
        request("r", "kubernetes.io/kubelet-serving", "system:node:n1 system:nodes", "server auth");
        decide("r", "Approved");
        world.settle();
        JsonNode failed = status("r").path("conditions").path(1);
        assertThat(failed.path("type").asString()).isEqualTo("Failed");
        assertThat(failed.path("reason").asString()).isEqualTo("SignerValidationFailure");
        assertThat(failed.path("message").asString()).isEqualTo("DNS or IP subjectAltName is required");
        assertThat(status("r").has("certificate")).isFalse();
    }

    @Test
    void approvesTheClientOfANodeWhereWhoAsksMayHaveIt() {
        request("r", "kubernetes.io/kube-apiserver-client-kubelet", "system:node:n1 system:nodes", "client auth");
        world.settle();
        assertThat(status("r").path("conditions")).isEmpty();
        world.create(Access.CLUSTER_ROLES.resource(), Manifests.parse("""
                {"kind":"ClusterRole","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r"},
                 "rules":[{"verbs":["create"],"apiGroups":["certificates.k8s.io"],
                   "resources":["certificatesigningrequests/nodeclient"]}]}"""));
        world.create(Access.CLUSTER_BINDINGS.resource(), Manifests.parse("""
                {"kind":"ClusterRoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"b"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"r"},
                 "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"asker"}]}"""));
        request("s", "kubernetes.io/kube-apiserver-client-kubelet", "system:node:n1 system:nodes", "client auth");
        world.settle();
        assertThat(status("s").path("conditions").path(0).path("reason").asString())
                .isEqualTo("AutoApproved");
        assertThat(status("s").has("certificate")).isTrue();
    }

    @Test
    void leavesOtherSignersAloneAndForgetsWhatNobodyAnswersAfterADay() {
        request("r", "example.com/own", "alice", "client auth");
        decide("r", "Approved");
        world.settle();
        assertThat(status("r").has("certificate")).isFalse();
        world.advance(Duration.ofHours(25));
        world.settle();
        assertThat(world.find(REQUESTS, "r")).isNull();
    }

    private JsonNode status(String name) {
        return world.json(REQUESTS, name).path("status");
    }

    private void decide(String name, String type) {
        world.edit(
                REQUESTS,
                name,
                json -> Draft.list(Draft.object(json, "status"), "conditions")
                        .addObject()
                        .put("type", type)
                        .put("status", "True"));
    }

    private void request(String name, String signer, String text, String purpose) {
        world.create(REQUESTS, Manifests.parse("""
                        {"kind":"CertificateSigningRequest","apiVersion":"certificates.k8s.io/v1",
                         "metadata":{"name":"%s"},"spec":{"signerName":"%s","request":"%s","username":"asker",
                          "expirationSeconds":1200,"usages":["digital signature","%s"]}}""".formatted(
                        name, signer, Base64.getEncoder().encodeToString(text.getBytes(UTF_8)), purpose)));
    }
}
