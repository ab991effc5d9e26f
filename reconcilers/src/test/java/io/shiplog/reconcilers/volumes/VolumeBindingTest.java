package io.shiplog.reconcilers.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.storage.Storage;
import io.shiplog.resources.kinds.storage.Volumes;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VolumeBindingTest {
    private final World world = new World(1, new ClaimReconciler(), new VolumeReconciler());

    private void volume(String name, String size, String more) {
        world.create(Volumes.RESOURCE, Manifests.parse("""
                {"kind":"PersistentVolume","apiVersion":"v1","metadata":{"name":"%s","labels":{"size":"%s"}},
                 "spec":{"capacity":{"storage":"%s"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/d"}%s}}""".formatted(name, size, size, more)));
        world.settle();
    }

    private void claim(String name, String size, String more) {
        world.create(Volumes.CLAIM_RESOURCE, Manifests.parse("""
                {"kind":"PersistentVolumeClaim","apiVersion":"v1","metadata":{"name":"%s","namespace":"default"},
                 "spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"%s"}}%s}}""".formatted(name, size, more)));
        world.settle();
    }

    private void storageClass(String binding, String provisioner) {
        world.create(Storage.CLASSES.resource(), Manifests.parse("""
                {"kind":"StorageClass","apiVersion":"storage.k8s.io/v1","metadata":{"name":"c"},
                 "provisioner":"%s","volumeBindingMode":"%s"}""".formatted(provisioner, binding)));
        world.settle();
    }

    private void gone(io.shiplog.objects.GroupResource resource, String key) {
        world.plan(List.of(ControllerDeletion.now(world.get(resource, key)).orElseThrow()));
        world.settle();
    }

    private JsonNode claimed(String name) {
        return world.json(Volumes.CLAIM_RESOURCE, "default/" + name);
    }

    private JsonNode held(String name) {
        return world.json(Volumes.RESOURCE, name);
    }

    private List<String> reasons() {
        return world.list(Events.RESOURCE).stream()
                .map(event -> Json.parse(event.json()).path("reason").asString())
                .toList();
    }

    @Test
    void aClaimGetsTheSmallestVolumeThatIsLargeEnough() {
        volume("large", "10Gi", "");
        volume("small", "1Gi", "");
        volume("fitting", "3Gi", "");
        assertThat(held("small").at("/status/phase").asString()).isEqualTo("Available");
        claim("data", "2Gi", "");
        assertThat(claimed("data").at("/spec/volumeName").asString()).isEqualTo("fitting");
        assertThat(claimed("data").at("/status").toString())
                .isEqualTo(
                        "{\"phase\":\"Bound\",\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"3Gi\"}}");
        assertThat(claimed("data").at("/metadata/annotations").toString())
                .isEqualTo(
                        "{\"pv.kubernetes.io/bound-by-controller\":\"yes\",\"pv.kubernetes.io/bind-completed\":\"yes\"}");
        assertThat(held("fitting").at("/spec/claimRef/uid").asString())
                .isEqualTo(claimed("data").at("/metadata/uid").asString());
        assertThat(held("fitting").at("/status/phase").asString()).isEqualTo("Bound");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void aClaimWaitsForAVolumeOfItsClassModesAndLabels() {
        volume("classed", "1Gi", ",\"storageClassName\":\"other\"");
        volume("block", "1Gi", ",\"volumeMode\":\"Block\"");
        claim("data", "1Gi", ",\"selector\":{\"matchLabels\":{\"size\":\"2Gi\"}}");
        volume("unlabelled", "5Gi", "");
        assertThat(claimed("data").at("/status/phase").asString()).isEqualTo("Pending");
        assertThat(reasons()).containsExactly("FailedBinding");
        volume("right", "2Gi", "");
        assertThat(claimed("data").at("/spec/volumeName").asString()).isEqualTo("right");
    }

    @Test
    void twoClaimsNeverGetOneVolume() {
        claim("a", "1Gi", "");
        claim("b", "1Gi", "");
        volume("only", "1Gi", "");
        assertThat(List.of(
                        claimed("a").at("/status/phase").asString(),
                        claimed("b").at("/status/phase").asString()))
                .containsExactlyInAnyOrder("Bound", "Pending");
    }

    @Test
    void aVolumeThatWasMadeForAClaimWaitsForIt() {
        volume("meant", "9Gi", ",\"claimRef\":{\"namespace\":\"default\",\"name\":\"data\"}");
        volume("better", "1Gi", "");
        assertThat(held("meant").at("/status/phase").asString()).isEqualTo("Available");
        claim("data", "1Gi", "");
        assertThat(claimed("data").at("/spec/volumeName").asString()).isEqualTo("meant");
        assertThat(held("meant").at("/metadata/annotations").isMissingNode()).isTrue();
    }

    @Test
    void aClaimThatNamesAVolumeGetsThatOrNone() {
        volume("taken", "1Gi", ",\"claimRef\":{\"namespace\":\"default\",\"name\":\"other\"}");
        claim("first", "1Gi", ",\"volumeName\":\"taken\"");
        claim("second", "1Gi", ",\"volumeName\":\"later\"");
        assertThat(claimed("first").at("/status/phase").asString()).isEqualTo("Pending");
        assertThat(reasons()).containsExactly("FailedBinding");
        volume("later", "1Gi", "");
        // A volume that comes free wakes the claims that wait for its class, whatever they name.
        assertThat(claimed("second").at("/status/phase").asString()).isEqualTo("Bound");
    }

    @Test
    void aClassThatWaitsForItsFirstConsumerBindsNothingBefore() {
        storageClass("WaitForFirstConsumer", "example.com/disk");
        volume("free", "1Gi", ",\"storageClassName\":\"c\"");
        claim("data", "1Gi", ",\"storageClassName\":\"c\"");
        assertThat(claimed("data").at("/status/phase").asString()).isEqualTo("Pending");
        assertThat(reasons()).containsExactly("WaitForFirstConsumer");
    }

    @Test
    void namesTheProvisionerThatAClaimWaitsForAndBindsWhatItMakes() {
        storageClass("Immediate", "example.com/disk");
        claim("data", "1Gi", ",\"storageClassName\":\"c\"");
        assertThat(claimed("data")
                        .at("/metadata/annotations")
                        .path("volume.kubernetes.io/storage-provisioner")
                        .asString())
                .isEqualTo("example.com/disk");
        assertThat(reasons()).containsExactly("ExternalProvisioning");
        volume(
                "made",
                "1Gi",
                ",\"storageClassName\":\"c\",\"claimRef\":{\"namespace\":\"default\",\"name\":\"data\",\"uid\":\"%s\"}"
                        .formatted(claimed("data").at("/metadata/uid").asString()));
        assertThat(claimed("data").at("/status/phase").asString()).isEqualTo("Bound");
    }

    @Test
    void aVolumeWhoseClaimIsGoneIsReleasedAndNobodyElseGetsIt() {
        volume("v", "1Gi", "");
        claim("data", "1Gi", "");
        gone(Volumes.CLAIM_RESOURCE, "default/data");
        assertThat(held("v").at("/status/phase").asString()).isEqualTo("Released");
        claim("data", "1Gi", "");
        assertThat(claimed("data").at("/status/phase").asString()).isEqualTo("Pending");
    }

    @Test
    void aVolumeThatNobodyCanDeleteFails() {
        volume("v", "1Gi", ",\"persistentVolumeReclaimPolicy\":\"Delete\"");
        claim("data", "1Gi", "");
        gone(Volumes.CLAIM_RESOURCE, "default/data");
        assertThat(held("v").at("/status/phase").asString()).isEqualTo("Failed");
        assertThat(reasons()).contains("VolumeFailedDelete");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void aClaimWhoseVolumeIsGoneIsLost() {
        volume("v", "1Gi", "");
        claim("data", "1Gi", "");
        gone(Volumes.RESOURCE, "v");
        assertThat(claimed("data").at("/status").toString()).isEqualTo("{\"phase\":\"Lost\"}");
        assertThat(reasons()).contains("ClaimLost");
        assertThat(world.restless()).isEmpty();
    }
}
