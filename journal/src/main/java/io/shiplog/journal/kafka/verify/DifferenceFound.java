package io.shiplog.journal.kafka.verify;

import io.shiplog.journal.verify.Difference;
import io.shiplog.journal.verify.Difference.Place;
import io.shiplog.journal.verify.FirstField;
import io.shiplog.objects.ObjectRef;
import org.apache.kafka.common.TopicPartition;

/** The way out of an audit in the middle of reading. Never leaves it. */
final class DifferenceFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized
    private final Difference difference;

    DifferenceFound(Difference difference) {
        super(difference.toString());
        this.difference = difference;
    }

    Difference difference() {
        return difference;
    }

    /** Of no field. */
    static DifferenceFound at(TopicPartition partition, long offset, long version, String what) {
        return new DifferenceFound(Difference.of(new Place(partition.toString(), offset), version, what));
    }

    /** Of one object. */
    static DifferenceFound at(TopicPartition partition, long offset, long version, ObjectRef object, String what) {
        return new DifferenceFound(new Difference(new Place(partition.toString(), offset), version, object, "", what));
    }

    /**
     * Of one field of an object.
     *
     * @param folded the object by the journal
     * @param found what is there
     */
    static DifferenceFound at(
            TopicPartition partition, long offset, long version, ObjectRef object, byte[] folded, byte[] found) {
        FirstField field = FirstField.of(folded, found);
        return new DifferenceFound(new Difference(
                new Place(partition.toString(), offset),
                version,
                object,
                field.path(),
                "by the journal " + field.one() + ", there " + field.other()));
    }
}
