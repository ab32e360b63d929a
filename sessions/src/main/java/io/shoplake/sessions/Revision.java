package io.shoplake.sessions;

/**
 * A session as it stands after a batch.
 *
 * @param session its facts; of a removed session, those it was last emitted with
 * @param revision number of the revision of this session id, from 1 and rising
 * @param isRemoved whether there is no such session any more, since it was merged or cut anew
 */
public record Revision(Session session, long revision, boolean isRemoved) {}
