package io.shiplog.journal.kafka.verify;

import static io.shiplog.journal.testkit.WrittenCluster.CHUNKS;
import static io.shiplog.journal.testkit.WrittenCluster.JOURNAL;
import static io.shiplog.journal.testkit.WrittenCluster.STATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.Contents;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.testkit.Objects;
import io.shiplog.journal.testkit.WrittenCluster;
import io.shiplog.journal.verify.Difference;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final ObjectKey A = Objects.key("a");
    private static final ObjectKey B = Objects.key("b");

    private final WrittenCluster cluster = new WrittenCluster();

    /** a and b made, a changed, a refused creation, b deleted: five proposals, a keyframe after two and at the end. */
    VerificationTest() {
        cluster.propose(Objects.proposal(Objects.create(A, "ua", "one")));
        cluster.propose(Objects.proposal(Objects.create(B, "ub", "one")));
        cluster.position().keyframe();
        cluster.propose(Objects.proposal(Objects.update(stored(A), "two")));
        cluster.propose(Objects.proposal(Objects.create(A, "again", "three")));
        cluster.propose(Objects.proposal(Write.delete(stored(B))));
        cluster.position().keyframe();
    }

    private StoredObject stored(ObjectKey key) {
        return java.util.Objects.requireNonNull(cluster.state().get(Objects.CONFIG_MAPS, key));
    }

    @Test
    void findsNothingWhereEverythingIsWhatTheJournalSays() {
        assertThat(verified(0)).isEqualTo(new Verification.Report(0, 5, 5, 1, 4, 2, 2, null));
        assertThat(verified(3)).isEqualTo(new Verification.Report(2, 5, 3, 1, 4, 2, 2, null));
        assertThat(verified(5)).isEqualTo(new Verification.Report(5, 5, 0, 0, 4, 2, 1, null));
    }

    @Test
    void beginsWithTheFirstKeyframeWhereTheJournalDoesNotGoBackToItsBeginning() {
        cluster.of(JOURNAL).removeFirst();
        assertThat(verified(0)).isEqualTo(new Verification.Report(2, 5, 3, 1, 4, 2, 2, null));
        cluster.of(JOURNAL).removeIf(record -> record.offset() < 4);
        cluster.of(CHUNKS).clear();
        cluster.of(new TopicPartition(CHUNKS.topic(), 0)).clear();
        assertThatThrownBy(() -> verified(0)).hasMessageContaining("nothing to begin with");
    }

    @Test
    void namesTheFieldOfARecordThatWasChanged() {
        tamper(STATE, 3, "\"two\"", "\"TWO\"");
        assertThat(difference())
                .hasToString(
                        "c.state-0 offset 3, resourceVersion 3, configmaps default/a, data.value: by the journal \"two\", there \"TWO\"");
    }

    @Test
    void namesWhatTheStateTopicLacks() {
        cluster.of(STATE).removeIf(record -> record.offset() == 3);
        assertThat(difference())
                .hasToString(
                        "c.state-0, resourceVersion 3, configmaps default/a: there is no record of this change; the newest is of 1, offset 0");
    }

    @Test
    void namesADeletionThatTheStateTopicLacks() {
        cluster.of(STATE).removeIf(record -> record.offset() == 4);
        assertThat(difference().toString())
                .startsWith("c.state-0 offset 1, resourceVersion 2, configmaps default/b: ")
                .contains("deleted at 5");
    }

    @Test
    void namesWhatNoProposalMade() {
        var key = Objects.key("c");
        cluster.of(STATE).removeLast();
        cluster.write(new StateRecord(Objects.CONFIG_MAPS, key, "uc", 5, "forged", Objects.configMap(key, "uc", "x")));
        cluster.position();
        assertThat(difference().toString()).contains("default/c: by the journal there is no such object");
    }

    @Test
    void namesWhatWasDeletedAlthoughTheJournalHasIt() {
        cluster.write(new StateRecord(Objects.CONFIG_MAPS, A, "ua", 5, "forged", null));
        assertThat(difference().toString()).contains("default/a: deleted there").contains("made at 3");
    }

    @Test
    void namesAChangeThatTheJournalRefused() {
        cluster.write(new StateRecord(Objects.CONFIG_MAPS, A, "ua", 4, "forged", Objects.configMap(A, "ua", "three")));
        assertThat(difference().toString())
                .contains("no proposal of the journal made it so")
                .contains("forged");
    }

    @Test
    void namesAPositionThatTellsOfSomethingElse() {
        cluster.append(
                STATE,
                StateRecordFormat.positionKey(),
                StateRecordFormat.positionValue(),
                StateRecordFormat.positionHeaders(5, new Contents(7, 8)));
        assertThat(difference())
                .hasToString(
                        "c.state-0 offset 6, resourceVersion 5: the position tells of 7 objects, by the journal there are 1");
    }

    @Test
    void namesWhatTheJournalDoesNotReach() {
        cluster.of(JOURNAL).removeLast();
        assertThat(difference())
                .hasToString(
                        "c.state-0 offset 4, resourceVersion 5, configmaps default/b: the journal ends before this change");
    }

    @Test
    void namesWhatAKeyframeHasOtherwise() {
        tamper(CHUNKS, 1, "\"two\"", "\"TWO\"");
        assertThat(difference())
                .hasToString(
                        "c.keyframes-1 offset 1, resourceVersion 5, configmaps default/a, data.value: by the journal \"two\", there \"TWO\"");
        assertThat(java.util.Objects.requireNonNull(verified(5).difference()).toString())
                .as("the one that it begins with")
                .contains("do not come to what was written");
    }

    @Test
    void namesWhatBecameOtherwiseByAChangeOfTheJournal() {
        tamper(JOURNAL, 2, "\"two\"", "\"TWO\"");
        assertThat(difference().toString()).contains("by the journal \"TWO\", there \"two\"");
    }

    @Test
    void saysNothingOfARecordThatALaterOneIsWrittenOver() {
        StoredObject now = stored(A);
        cluster.write(new StateRecord(Objects.CONFIG_MAPS, A, "ua", 1, "old", Objects.configMap(A, "ua", "one")));
        cluster.write(new StateRecord(Objects.CONFIG_MAPS, A, "ua", now.resourceVersion(), "again", now.json()));
        cluster.position();
        assertThat(verified(0).difference()).isNull();
    }

    @Test
    void namesARecordThatIsNoneOfTheTopic() {
        cluster.append(STATE, Objects.utf8("strange"), Objects.utf8("{}"), new RecordHeaders());
        assertThat(difference().toString()).startsWith("c.state-0 offset 6").contains("'strange' is no key");
    }

    private Verification.Report verified(long from) {
        return Verification.of(cluster, WrittenCluster.CONFIG, from);
    }

    private Difference difference() {
        @Nullable Difference found = verified(0).difference();
        assertThat(found).isNotNull();
        return java.util.Objects.requireNonNull(found);
    }

    private void tamper(TopicPartition partition, int index, String from, String to) {
        List<ConsumerRecord<byte[], byte[]>> records = cluster.of(partition);
        String value = Objects.text(records.get(index).value());
        assertThat(value).contains(from);
        records.set(index, WrittenCluster.changed(records.get(index), Objects.utf8(value.replace(from, to))));
    }
}
