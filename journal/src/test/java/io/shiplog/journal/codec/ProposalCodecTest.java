package io.shiplog.journal.codec;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.DEPLOYMENTS;
import static io.shiplog.journal.testkit.Objects.text;
import static io.shiplog.journal.testkit.Objects.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Origin.Impersonator;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalCodecTest {
    private static final Origin ORIGIN = new Origin("jane", List.of("dev", "ops"), "patch", "kubectl/v1.34");
    private final ProposalCodec codec = new ProposalCodec(new ProposalLimits(2_000, 1_000));

    @Test
    void writesEveryMemberInTheDocumentedOrder() {
        byte[] object = utf8("{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\"}}");
        byte[] record = codec.encode(new Proposal(
                "id-1",
                ORIGIN,
                List.of(
                        Write.create(DEPLOYMENTS, new ObjectKey("shop", "web"), "u1", object),
                        Write.delete(new StoredObject(CONFIG_MAPS, ObjectKey.cluster("c"), "u2", 17, object)))));
        assertThat(text(record))
                .isEqualTo("{\"v\":2,\"id\":\"id-1\",\"user\":\"jane\",\"groups\":[\"dev\",\"ops\"],\"verb\":\"patch\","
                        + "\"client\":\"kubectl/v1.34\",\"writes\":[{\"resource\":\"deployments.apps\",\"key\":\"shop/web\","
                        + "\"uid\":\"u1\",\"base\":0,\"object\":{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\"}}},"
                        + "{\"resource\":\"configmaps\",\"key\":\"c\",\"uid\":\"u2\",\"base\":17}]}");
    }

    @Test
    void keepsWhoReallyAskedBesideTheOneWhoIsImpersonated() {
        var origin =
                new Origin("jane", List.of("dev"), "create", "t", new Impersonator("admin", List.of("masters", "ops")));
        byte[] record = codec.encode(new Proposal(
                "i",
                origin,
                List.of(Write.create(CONFIG_MAPS, new ObjectKey("ns", "c"), "u", utf8("{\"metadata\":{}}")))));
        assertThat(text(record))
                .startsWith(
                        "{\"v\":2,\"id\":\"i\",\"user\":\"jane\",\"groups\":[\"dev\"],\"verb\":\"create\",\"client\":\"t\","
                                + "\"impersonator\":{\"user\":\"admin\",\"groups\":[\"masters\",\"ops\"]},\"writes\":[");
        assertThat(codec.decode(record).origin()).isEqualTo(origin);
    }

    @Test
    void readsBackTheObjectsOwnBytes() {
        byte[] object =
                utf8("{ \"metadata\" : {\"name\":\"ü\\u0041\", \"n\": 1.50e3 } , \"data\":{\"a\":\"}]\\\"\"} }");
        Write write = Write.create(CONFIG_MAPS, new ObjectKey("ns", "ü"), "u\"1\\\n", object);
        Proposal read = codec.decode(codec.encode(
                new Proposal("id\t\"1\"", new Origin("jäne \u0001", List.of(), "create", "漢字 😀"), List.of(write))));
        assertThat(read.id()).isEqualTo("id\t\"1\"");
        assertThat(read.origin()).isEqualTo(new Origin("jäne \u0001", List.of(), "create", "漢字 😀"));
        assertThat(read.writes()).singleElement().satisfies(w -> {
            assertThat(w.object()).isEqualTo(object);
            assertThat(w.key()).isEqualTo(write.key());
            assertThat(w.uid()).isEqualTo(write.uid());
            assertThat(w.base()).isZero();
        });
    }

    @Test
    void readsMembersInAnyOrderAndSkipsUnknownOnes() {
        Proposal read = codec.decode(utf8("""
                {"writes":[{"object":{"metadata":{}},"later":[{"x":1}],"base":3,"uid":"u","key":"ns/n","resource":"pods"}],
                 "note":{"a":[]},"id":"i","v":1}
                """));
        assertThat(read.writes().getFirst().object()).isEqualTo(utf8("{\"metadata\":{}}"));
        assertThat(read.writes().getFirst().base()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"v\":1}",
                "{\"v\":2,\"id\":\"i\",\"writes\":[{\"resource\":\"pods\",\"key\":\"/b/c\",\"uid\":\"u\",\"base\":9}]}",
                "{\"v\":2,\"id\":\"i\",\"writes\":[{\"resource\":\"a/b\",\"key\":\"a\",\"uid\":\"u\",\"base\":9}]}",
                "{\"v\":1,\"id\":\"i\",\"writes\":[]}",
                "{\"v\":1,\"id\":\"i\",\"writes\":[{\"resource\":\"pods\",\"key\":\"a\",\"uid\":\"u\",\"base\":0}]}",
                "{\"v\":1,\"id\":\"i\",\"writes\":[{\"resource\":\"pods\",\"key\":\"a\",\"uid\":\"u\",\"object\":{}}]}",
                "{\"v\":1,\"id\":\"i\",\"writes\":[{\"resource\":\"pods\",\"key\":\"a\",\"uid\":\"u\",\"base\":0,\"object\":[]}]}",
                "{\"v\":1,\"id\":\"i\",\"writes\":[{\"resource\":\"pods\",\"key\":\"a\",\"uid\":\"u\",\"base\":0,\"object\":{"
            })
    void refusesToReadWhatIsNoProposal(String record) {
        assertThatThrownBy(() -> codec.decode(utf8(record))).isInstanceOf(UnreadableProposalException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":3,\"id\":\"i\",\"writes\":[{\"resource\":\"pods\",\"key\":\"a\",\"uid\":\"u\",\"base\":0,\"object\":{}}]}",
                "{\"v\":3,what follows is of a form that is not known"
            })
    void knowsANewerFormatByItsNumber(String record) {
        assertThatThrownBy(() -> codec.decode(utf8(record))).isInstanceOf(NewerFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"metadata\":[]}",
                "{\"metadata\":{}",
                "{\"metadata\":{}}}",
                "{\"metadata\":{}} {}",
                "{\"metadata\":{\"a\":'b'}}",
                "{\"metadata\":{\"a\":\"b}}",
                "{\"metadata\":{\"name\":\"n\",\"resourceVersion\":\"1\"}}",
                "{\"metadata\":{},\"metadata\":{}}"
            })
    void refusesToWriteAnObjectThatWouldBreakEveryReplica(String object) {
        Write write = Write.create(CONFIG_MAPS, new ObjectKey("ns", "n"), "u", utf8(object));
        assertThatThrownBy(() -> codec.encode(new Proposal("i", ORIGIN, List.of(write))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToWriteWhatNoKeyCanName() {
        for (GroupResource resource : List.of(
                GroupResource.core("pods/status"), new GroupResource("widgets", "a/b"), GroupResource.core(""))) {
            Write write = Write.create(resource, new ObjectKey("ns", "n"), "u", utf8("{\"metadata\":{}}"));
            assertThatThrownBy(() -> codec.encode(new Proposal("i", ORIGIN, List.of(write))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot name an object");
        }
    }

    @Test
    void whateverMayBeWrittenCanBeReadHoweverDeepItIs() {
        ProposalCodec large = new ProposalCodec(ProposalLimits.DEFAULT);
        int written = 0;
        for (int depth = ObjectJson.MAX_DEPTH - 10; depth <= ObjectJson.MAX_DEPTH + 10; depth++) {
            // The object is the first level.
            byte[] object = utf8("{\"metadata\":{},\"data\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}");
            Proposal proposal = new Proposal(
                    "i", ORIGIN, List.of(Write.create(CONFIG_MAPS, new ObjectKey("ns", "n"), "u", object)));
            byte[] record;
            try {
                record = large.encode(proposal);
            } catch (IllegalArgumentException tooDeep) {
                assertThat(depth).isGreaterThan(ObjectJson.MAX_DEPTH);
                continue;
            }
            written++;
            Proposal read = large.decode(record);
            assertThat(read.writes().getFirst().object()).isEqualTo(object);
            State.Folded folded = State.EMPTY.fold(read, 0);
            StoredObject stored = Objects.requireNonNull(folded.next().get(CONFIG_MAPS, new ObjectKey("ns", "n")));
            assertThat(stored.facts().labels()).isEmpty();
        }
        assertThat(written).isEqualTo(11);
    }

    @Test
    void aMemberCalledResourceVersionMayLieAnywhereElse() {
        byte[] object = utf8("{\"resourceVersion\":\"1\",\"metadata\":{\"a\":{\"resourceVersion\":\"1\"}},\"involved\":"
                + "{\"resourceVersion\":\"1\",\"metadata\":{\"resourceVersion\":\"1\"}}}");
        Write write = Write.create(CONFIG_MAPS, new ObjectKey("ns", "n"), "u", object);
        assertThat(codec.decode(codec.encode(new Proposal("i", ORIGIN, List.of(write))))
                        .writes()
                        .getFirst()
                        .object())
                .isEqualTo(object);
    }

    @Test
    void checksTheSizeOfObjectsAndOfTheWhole() {
        assertThatThrownBy(() -> codec.encode(new Proposal("i", ORIGIN, List.of(sized("a", 1_001)))))
                .isInstanceOf(ProposalTooLargeException.class)
                .hasMessageContaining("1001 bytes, over the limit of 1000");
        assertThat(codec.encode(new Proposal("i", ORIGIN, List.of(sized("a", 1_000)))))
                .hasSizeLessThan(2_000);
        assertThatThrownBy(() -> codec.encode(new Proposal("i", ORIGIN, List.of(sized("a", 950), sized("b", 950)))))
                .isInstanceOf(ProposalTooLargeException.class)
                .hasMessageContaining("over the limit of 2000");
    }

    private static Write sized(String name, int bytes) {
        String head = "{\"metadata\":{},\"d\":\"";
        byte[] object = utf8(head + "x".repeat(bytes - head.length() - 2) + "\"}");
        return Write.create(CONFIG_MAPS, new ObjectKey("ns", name), "u", object);
    }
}
