"""medpref: from clinical notes and clinicians' feedback to SFT and DPO models that can be trusted."""
