package io.shiplog.cel.value;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A value of a type that has named members, such as an object that a schema describes. */
public interface ObjectValue {
    /** The value of a member, null when it is not set. */
    @Nullable
    Object member(String name);

    /** The names of the members that are set. */
    Collection<String> names();

    /** The name of its type. */
    String typeName();
}
