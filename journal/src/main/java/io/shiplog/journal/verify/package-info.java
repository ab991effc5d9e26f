/** What an audit of a cluster's topics finds, and how two versions of an object are told apart. Pure. */
@NullMarked
package io.shiplog.journal.verify;

import org.jspecify.annotations.NullMarked;
