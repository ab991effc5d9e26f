package io.shiplog.reconcilers.materializer;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.State;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBackTest {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final byte[] JSON = {'{', '}'};

    private final ReadBack readBack = new ReadBack();

    @Test
    void isCertainOnlyOfWhatLiesBeforeTheOldestRecordThatHasNotComeBack() {
        readBack.writing(record("a", 3));
        readBack.writing(record("b", 4));
        readBack.writing(record("a", 5));
        assertThat(readBack.certain(9)).isEqualTo(2);
        back("a", 3);
        assertThat(readBack.certain(9)).isEqualTo(3);
        back("b", 4);
        assertThat(readBack.certain(9)).isEqualTo(3);
        back("a", 5);
        assertThat(readBack.certain(9)).isEqualTo(9);
    }

    @Test
    void aPredecessorsOlderRecordDoesNotCountAsOneThatCameBack() {
        readBack.writing(record("a", 7));
        back("a", 2);
        assertThat(readBack.certain(8)).isEqualTo(6);
    }

    private void back(String name, long resourceVersion) {
        State state = State.of(List.of(new StoredObject(PODS, new ObjectKey("ns", name), "u", 9, JSON)), 9);
        assertThat(readBack.read(record(name, resourceVersion), state)).isNull();
    }

    private static StateRecord record(String name, long resourceVersion) {
        return new StateRecord(PODS, new ObjectKey("ns", name), "u", resourceVersion, "p", JSON);
    }
}
