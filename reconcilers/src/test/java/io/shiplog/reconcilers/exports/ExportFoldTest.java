package io.shiplog.reconcilers.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.reconcilers.feeds.FeedRecord;
import io.shiplog.reconcilers.feeds.ObjectRecords;
import io.shiplog.reconcilers.feeds.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportFoldTest {
    private static final GroupResource WIDGETS = new GroupResource("widgets", "example.org");
    private static final GroupResource PODS = GroupResource.core("pods");

    private final Topic topic = new Topic(() -> new ExportFold(WIDGETS, ExportFoldTest::failed), ObjectRecords::digest);

    @Test
    void holdsEveryObjectOfItsResourceAndNoOther() {
        topic.put(WIDGETS, "ns/a", "{\"metadata\":{}}");
        topic.put(PODS, "ns/a", "{\"metadata\":{\"name\":\"a\"}}");
        topic.put(WIDGETS, "cluster-wide", "{\"metadata\":{}}");
        topic.put(WIDGETS, "ns/a", "{\"metadata\":{},\"spec\":1}");
        assertThat(topic.latest())
                .isEqualTo(Map.of("ns/a", "{\"metadata\":{},\"spec\":1}", "cluster-wide", "{\"metadata\":{}}"));
        topic.put(WIDGETS, "ns/a", null);
        assertThat(topic.latest()).containsOnlyKeys("cluster-wide");
    }

    @Test
    void aStartWritesWhatWasMissedAndNothingElse() {
        topic.put(WIDGETS, "ns/a", "{\"metadata\":{}}");
        topic.put(WIDGETS, "ns/b", "{\"metadata\":{}}");
        topic.put(WIDGETS, "ns/c", "{\"metadata\":{}}");
        topic.putUnheard(WIDGETS, "ns/b", "{\"metadata\":{},\"spec\":1}");
        topic.putUnheard(WIDGETS, "ns/c", null);
        assertThat(topic.restart()).extracting(FeedRecord::key).containsExactlyInAnyOrder("ns/b", "ns/c");
        assertThat(topic.latest())
                .isEqualTo(Map.of("ns/a", "{\"metadata\":{}}", "ns/b", "{\"metadata\":{},\"spec\":1}"));
        assertThat(topic.restart()).isEmpty();
    }

    @Test
    void putsRightWhatAnotherWroteOverIt() {
        topic.put(WIDGETS, "ns/a", "{\"metadata\":{}}");
        topic.overwrite("ns/a", "{\"metadata\":{},\"old\":1}");
        topic.overwrite("ns/gone", "{\"metadata\":{}}");
        assertThat(topic.latest()).isEqualTo(Map.of("ns/a", "{\"metadata\":{}}"));
        topic.overwrite("ns/a", null);
        assertThat(topic.latest()).isEqualTo(Map.of("ns/a", "{\"metadata\":{}}"));
        assertThat(topic.overwrite("ns/a", "{\"metadata\":{}}")).isEmpty();
    }

    private static void failed(ObjectRef object, RuntimeException fault) {
        throw new AssertionError(object.toString(), fault);
    }
}
