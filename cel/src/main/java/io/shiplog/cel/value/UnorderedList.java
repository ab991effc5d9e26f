package io.shiplog.cel.value;

import java.util.List;

/** A list whose order means nothing: a set, or items that are known by their keys ({@code x-kubernetes-list-type}). */
public interface UnorderedList extends List<Object> {
    /** Whether a list of the same length has the same items in any order. */
    boolean sameAs(List<?> other);

    /** This and another list: what is in the other one takes the place of what counts as the same here. */
    List<Object> merged(List<?> other);
}
