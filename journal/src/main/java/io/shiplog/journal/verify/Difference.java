package io.shiplog.journal.verify;

import io.shiplog.objects.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * A place in a cluster's topics that does not say what it should.
 *
 * @param place where
 * @param resourceVersion the moment that it is about
 * @param object of which object; null where it is about all of them, or about none
 * @param field the path of the first field that differs; empty where it is not one field
 * @param what is there, and what should be
 */
public record Difference(
        Place place, long resourceVersion, @Nullable ObjectRef object, String field, String what) {
    /**
     * A record of a topic.
     *
     * @param partition as Kafka names the folder of its files: {@code shiplog.state-0}
     * @param offset the record's; -1 for one that is not there
     */
    public record Place(String partition, long offset) {
        @Override
        public String toString() {
            return offset < 0 ? partition : partition + " offset " + offset;
        }
    }

    /** One that is not in one field of one object. */
    public static Difference of(Place place, long resourceVersion, String what) {
        return new Difference(place, resourceVersion, null, "", what);
    }

    /** In one line, for people. */
    @Override
    public String toString() {
        return place + ", resourceVersion " + resourceVersion + (object == null ? "" : ", " + object)
                + (field.isEmpty() ? "" : ", " + field) + ": " + what;
    }
}
