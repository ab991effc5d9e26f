package io.shiplog.journal;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.DEPLOYMENTS;
import static io.shiplog.journal.testkit.Objects.PODS;
import static io.shiplog.journal.testkit.Objects.configMap;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateTest {
    @Test
    void listsInKeyOrderByNamespaceAndAfterAKey() {
        List<ObjectKey> keys = Stream.of("a/z", "a/b", "a-b/c", "b/a", "ab/x")
                .map(ObjectKey::parse)
                .toList();
        State state = State.of(
                keys.stream()
                        .map(key -> new StoredObject(CONFIG_MAPS, key, "u", 1, configMap(key, "u", "1")))
                        .toList(),
                9);
        assertThat(state.table(CONFIG_MAPS).keySet().stream().map(ObjectKey::toString))
                .containsExactly("a/b", "a/z", "a-b/c", "ab/x", "b/a");
        assertThat(state.table(CONFIG_MAPS, "a").keySet().stream().map(ObjectKey::toString))
                .containsExactly("a/b", "a/z");
        assertThat(state.table(CONFIG_MAPS, "nowhere")).isEmpty();
        assertThat(state.table(PODS)).isEmpty();
        assertThat(state.resourceVersion()).isEqualTo(9);
    }

    @Test
    void aProposalOverSeveralResourcesTakesEffectAsAWholeOrNotAtAll() {
        Write pod = Write.create(PODS, key("p"), "u1", configMap(key("p"), "u1", "1"));
        Write deployment = Write.create(DEPLOYMENTS, key("d"), "u2", configMap(key("d"), "u2", "1"));
        State one = State.EMPTY.fold(proposal(pod, deployment), 0).next();
        assertThat(one.resources()).containsExactlyInAnyOrder(PODS, DEPLOYMENTS);
        State.Folded second = one.fold(
                proposal(
                        create(key("new"), "u3", "1"),
                        Write.create(PODS, key("p"), "u4", configMap(key("p"), "u4", "2"))),
                1);
        assertThat(second.verdict()).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.write().key()).isEqualTo(key("p"));
            assertThat(refused.current()).isEqualTo(1);
        });
        assertThat(second.next().get(CONFIG_MAPS, key("new"))).isNull();
    }

    @Test
    void doesNotFoldAnOffsetTwice() {
        State state = State.EMPTY.fold(proposal(create(key("a"), "u", "1")), 4).next();
        assertThat(state.resourceVersion()).isEqualTo(5);
        assertThatThrownBy(() -> state.fold(proposal(create(key("b"), "u", "1")), 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeletionUnderAnotherUidIsRefused() {
        State state = State.EMPTY.fold(proposal(create(key("a"), "u", "1")), 0).next();
        StoredObject reborn = new StoredObject(CONFIG_MAPS, key("a"), "other", 1, configMap(key("a"), "other", "1"));
        assertThat(state.fold(proposal(Write.delete(reborn)), 1).verdict()).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void keysReadWhatTheyPrint() {
        assertThat(ObjectKey.parse("ns/name")).isEqualTo(new ObjectKey("ns", "name"));
        assertThat(ObjectKey.parse("name")).isEqualTo(ObjectKey.cluster("name")).hasToString("name");
        assertThat(GroupResource.parse("ingresses.networking.k8s.io"))
                .isEqualTo(new GroupResource("ingresses", "networking.k8s.io"))
                .hasToString("ingresses.networking.k8s.io");
        assertThat(ObjectKey.cluster("b")).isLessThan(new ObjectKey("a", "a"));
    }
}
