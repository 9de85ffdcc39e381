"""What becomes of a contact: deleted for good, restored, invited, made an agent (facts ``fd.contact…``)."""

from fastapi import Response

from passerelle.sandbox.answers import json_answer
from passerelle.sandbox.freshdesk import agents
from passerelle.sandbox.freshdesk.calls import untouchable
from passerelle.sandbox.freshdesk.incoming import Call
from passerelle.sandbox.freshdesk.inviting import invitation
from passerelle.sandbox.freshdesk.kinds import CONTACT
from passerelle.sandbox.freshdesk.records import existing
from passerelle.sandbox.freshdesk.refusing import Refused, fault, invalid, not_found, not_possible
from passerelle.sandbox.freshdesk.showing import view
from passerelle.sandbox.freshdesk.switches import switches

AGENTS_MAY = frozenset({"occasional", "signature", "ticket_scope", "skill_ids", "group_ids", "role_ids", "type"})


async def hard_delete(call: Call) -> Response:
    """Remove a contact for good, if it is deleted already or it is forced."""
    force = call.expects_nothing("force").get("force", "false")
    if not existing(call.world, CONTACT, call.key)["deleted"] and force.lower() != "true":
        raise invalid(fault("force", "The contact is not deleted yet. It should be 'true'"))
    call.world.store.delete(CONTACT.stream, call.key)
    return Response(status_code=204)


async def restore(call: Call) -> Response:
    """Undo the deletion of a contact."""
    call.expects_nothing()
    before = existing(call.world, CONTACT, call.key)
    if not before["deleted"]:
        raise not_found()
    if before["_merged_into"] is not None:
        raise not_possible()
    now = call.world.clock.stamp()
    call.world.store.put((CONTACT.stream, call.key, {**before, "deleted": False, "updated_at": now}))
    return Response(status_code=204)


async def send_invite(call: Call) -> Response:
    """Send the activation e-mail."""
    call.expects_nothing()
    contact = existing(call.world, CONTACT, call.key)
    untouchable(contact)
    if contact["active"]:
        raise invalid(fault("active", "The contact has verified its e-mail already", "inconsistent_state"))
    if not contact["email"]:
        raise invalid(fault("email", "It should not be blank to send an invitation", "missing_field"))
    if not switches(call.world).lost_invites:
        call.world.store.put(invitation(call.world, contact["id"], contact["email"]))
    return Response(status_code=204)


async def make_agent(call: Call) -> Response:
    """Make an agent of a contact."""
    call.asked()
    if unknown := sorted(set(call.sent if call.raw.strip() else ()) - AGENTS_MAY):
        raise invalid(*(fault(name, "Unexpected/invalid field in request", "invalid_field") for name in unknown))
    contact = existing(call.world, CONTACT, call.key)
    untouchable(contact)
    if not contact["email"]:
        raise invalid(fault("email", "It should not be blank to become an agent", "missing_field"))
    held = call.world.store[agents.STREAM]
    if len(held) >= switches(call.world).paid_agents:
        raise Refused(403, "max_agents_reached", "You have reached the maximum number of agents")
    made = {"name": contact["name"], "email": contact["email"]}
    agent = agents.agent_of(call.world.store.next_id(agents.STREAM), made, call.world.clock.stamp())
    call.world.store.put((agents.STREAM, str(agent["id"]), agent))
    call.world.store.delete(CONTACT.stream, call.key)
    seen = view(call.world, CONTACT, {**contact, "other_emails": []})
    return json_answer({**seen, "agent": agents.shown(call.world, agent)})
