package io.shiplog.reconcilers.endpoints;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.State;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.Indexes;
import io.shiplog.resources.kinds.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelectingServicesTest {
    private final List<StoredObject> services = new ArrayList<>();

    private void service(String key, String selector) {
        byte[] json = ("{\"metadata\":{},\"spec\":{\"selector\":" + selector + "}}").getBytes(UTF_8);
        services.add(new StoredObject(Services.RESOURCE, ObjectKey.parse(key), key, services.size() + 1, json));
    }

    private List<String> selecting(Map<String, String> labels) {
        State state = State.of(services, services.size());
        return Indexes.services(state, "a", labels).stream()
                .map(service -> service.key().toString())
                .sorted()
                .toList();
    }

    @Test
    void theyAreThoseWhoseWholeSelectorAnObjectHas() {
        service("a/one", "{\"app\":\"x\"}");
        service("a/both", "{\"tier\":\"web\",\"app\":\"x\"}");
        service("a/other", "{\"app\":\"y\",\"tier\":\"web\"}");
        service("a/more", "{\"app\":\"x\",\"zone\":\"z\"}");
        service("a/none", "{}");
        service("b/elsewhere", "{\"app\":\"x\"}");
        assertThat(selecting(Map.of("app", "x", "tier", "web", "hash", "1"))).containsExactly("a/both", "a/one");
        assertThat(selecting(Map.of("tier", "web"))).isEmpty();
        assertThat(selecting(Map.of())).isEmpty();
    }

    @Test
    void manyLabelsThatAreSelectedFindTheSame() {
        var labels = new TreeMap<String, String>();
        for (int i = 0; i < 12; i++) {
            labels.put("l" + i, "v");
            service("a/s" + i, "{\"l" + i + "\":\"v\"}");
        }
        service("a/two", "{\"l1\":\"v\",\"l2\":\"v\"}");
        service("a/not", "{\"l1\":\"v\",\"l2\":\"w\"}");
        assertThat(selecting(labels)).hasSize(13).contains("a/two").doesNotContain("a/not");
    }
}
