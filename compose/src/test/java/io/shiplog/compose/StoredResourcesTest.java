package io.shiplog.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import org.junit.jupiter.api.Test;

class StoredResourcesTest {
    @Test
    void kindsThatShowAnotherKindsObjectsHaveNoTopicOfTheirOwn() {
        assertThat(StoredResources.all())
                .contains(
                        GroupResource.core("events"),
                        new GroupResource("deployments", "apps"),
                        new GroupResource("nodeports", "internal.shiplog.io"))
                .doesNotContain(
                        new GroupResource("events", "events.k8s.io"),
                        new GroupResource("deployments", "extensions"),
                        GroupResource.core("bindings"));
    }
}
