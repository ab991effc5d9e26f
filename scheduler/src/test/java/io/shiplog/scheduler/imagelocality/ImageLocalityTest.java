package io.shiplog.scheduler.imagelocality;

import static io.shiplog.scheduler.Given.node;
import static io.shiplog.scheduler.Given.pod;
import static io.shiplog.scheduler.Given.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageLocalityTest {
    private static final String BIG = "{status: {images: [{names: ['web:latest'], sizeBytes: 1048576000}]}}";
    private static final String SMALL = "{status: {images: [{names: ['web:latest'], sizeBytes: 1000}]}}";

    @Test
    void aNodeThatHasALargeImageIsBetterTheMoreNodesHaveIt() {
        Snapshot half = snapshot(List.of(node("a", BIG), node("b", "{}")));
        var pod = pod("p", "spec: {containers: [{image: web}]}");
        assertThat(new ImageLocality().score(pod, half, half.nodes())).containsExactly(48, 0);
        Snapshot both = snapshot(List.of(node("a", BIG), node("b", BIG)));
        assertThat(new ImageLocality().score(pod, both, both.nodes())).containsExactly(100, 100);
    }

    @Test
    void smallAndUnknownImagesDoNotMatter() {
        Snapshot snapshot = snapshot(List.of(node("a", SMALL), node("b", "{}")));
        assertThat(new ImageLocality()
                        .score(pod("p", "spec: {containers: [{image: web}]}"), snapshot, snapshot.nodes()))
                .containsExactly(0, 0);
        assertThat(new ImageLocality()
                        .score(pod("p", "spec: {containers: [{image: other}]}"), snapshot, snapshot.nodes()))
                .isNull();
    }
}
