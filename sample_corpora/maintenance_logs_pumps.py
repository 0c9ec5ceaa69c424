"""Fault cases on pumps, from first sign to next step.

Read by `rule_text.rules_from_text`. Every sentence of a section fits every sentence of the
other sections of its case, so that a document drawn from them stays coherent.
"""

PUMPS = """
= pump_seal
unit Process water pump {pump_tag=tag}
unit Condensate pump {pump_tag=tag}
unit Transfer pump {pump_tag=tag}
sign Mechanical seal leaking, steady drip of about {20-60} drops per minute under the gland.
sign Water on the floor around the base plate, traced to the seal end of {tag}.
sign Operator saw spray from the seal housing when {tag} started.
look Leak rate rose to a thin stream with the discharge valve throttled.
look Shaft run-out measured at the seal: {0.02-0.04} mm, within limit.
look Seal flush line was cold and carried no flow.
find Carbon face chipped and the rotary O-ring hardened; flush line was choked with scale.
find Seal ran dry after the flush orifice plugged, faces heat-checked and scored.
find Stationary face cracked, typical of dry running; deposits in the flush line.
fix Pulled the back pull-out unit, fitted new cartridge seal and cleaned the flush orifice.
fix Replaced mechanical seal and both gaskets, rodded out the flush line.
fix Renewed seal and shaft sleeve, flushed the seal line until it ran clear.
test Filled, vented and ran {25-60} min at duty point; no leakage seen.
test Pressure tested at {6-9} bar with the shaft turned by hand, dry after {10-20} min.
test Seal housing at {38-52} °C after one hour, no drip.
part 1 x cartridge seal {35-65} mm, 2 x casing gasket
part 1 x mechanical seal set, 1 x shaft sleeve, 1 x flush orifice {3-5} mm
next Add a flow check of the seal flush to the weekly round.
next Look at the seal again after {24-72} running hours.
down {2.5-5.5} h
= pump_cav
unit Cooling water pump {pump_tag=tag}
unit River intake pump {pump_tag=tag}
unit Hot well pump {pump_tag=tag}
sign Crackling noise at the suction side, like gravel going through the casing.
sign Discharge pressure hunting between {2.1-2.6} and {3.4-3.9} bar, pump noisy.
sign Control room reports low flow and unsteady motor current on {tag}.
look Suction gauge at minus {0.4-0.6} bar; it normally reads close to zero.
look Differential across the suction strainer {45-80} kPa, limit is 20 kPa.
look Motor current swinging {8-15} % around the mean, vibration broadband on the spectrum.
find Suction strainer blocked with {pump_cav_debris}; pump was cavitating.
find Strainer basket packed solid with {pump_cav_debris}, not enough head left at the suction eye.
find Cavitation from a choked strainer, no sign of an air leak at the flanges.
fix Changed over to the standby pump, opened the strainer and washed out the basket.
fix Isolated, drained and cleaned the strainer; fitted a new cover gasket.
fix Removed about {4-12} kg of debris from the basket and refitted it with a new O-ring.
test Suction back to {0.1-0.3} bar positive, discharge steady at {3.6-4.2} bar.
test Noise gone at full flow; current steady within 2 %.
test Ran both pumps in turn for half an hour, strainer differential {4-9} kPa.
part 1 x strainer cover gasket
part 1 x strainer O-ring, 1 x differential pressure gauge 0-100 kPa
next Clean the strainer every {2-4} weeks during the leaf season.
next Proposed a differential pressure alarm at 20 kPa; raised as an improvement.
down {0.8-2.0} h
debris leaves and pipe scale
debris weld slag and rust flakes
debris mussel shell and silt
debris fibres and packing tape
= pump_bearing
unit Feed water pump {pump_tag=tag}
unit Circulation pump {pump_tag=tag}
unit Brine pump {pump_tag=tag}
sign High bearing temperature alarm at the drive end, {86-97} °C on the panel.
sign Rumbling from the drive end bearing, louder than on the last round.
sign Vibration route flagged {tag}: {7.2-10.8} mm/s at the drive end, alarm at 7.1.
look Envelope spectrum shows outer race frequency with {3-5} harmonics.
look Oil in the bearing housing dark, with bright metal on the drain plug.
look Hand held reading {8.0-11.5} mm/s horizontal; non-drive end only {1.8-2.8}.
find Outer race spalled over about {10-25} mm; oil contaminated with water through a worn lip seal.
find Drive end bearing at the end of its life, cage loose and race pitted.
find Bearing damaged by water in the oil, lip seal groove worn into the shaft.
fix Pulled the coupling hub, pressed on new bearings at {105-115} °C and renewed the lip seals.
fix Changed both bearings and the oil seals, flushed the housing and filled with fresh ISO VG 68.
fix Fitted new drive end and non-drive end bearings, polished the shaft and sleeved the seal seat.
test Vibration {1.1-2.3} mm/s after restart, bearing settled at {52-63} °C.
test Ran {2-4} h on load; temperature flat at {54-64} °C and no noise on the listening rod.
test Laser alignment checked afterwards: {0.02-0.05} mm offset, {0.01-0.04} mm/100 mm angle.
part 2 x deep groove bearing 63{10-16} C3, 2 x lip seal, {1.0-1.8} L oil
part 1 x bearing set, 1 x lip seal {45-75} mm, 1 x coupling spider
next Sample the oil at {4-6} weeks and trend the vibration weekly until then.
next Order a replacement set for stores; minimum stock was zero.
down {5.5-9.5} h
= pump_align
unit Booster pump {pump_tag=tag}
unit Fire water pump {pump_tag=tag}
unit Wash water pump {pump_tag=tag}
sign Coupling guard rattling and rubber dust on the base plate.
sign Strong vibration on both sides of the coupling since the motor was changed.
sign Operators hear a knock at every start of {tag}.
look Spectrum dominated by two times running speed, axial {6.0-9.0} mm/s.
look Laser check cold: {0.28-0.55} mm parallel offset, {0.12-0.25} mm/100 mm angle.
look Soft foot at the rear left motor foot, {0.20-0.45} mm under the feeler gauge.
find Misalignment with soft foot; the spider was chewed down to half its section.
find Motor had been set by straight edge only and one foot was short of shims.
find Pipe strain small, main cause is motor alignment and a bent shim pack.
fix Removed the rusty shims, corrected the soft foot and aligned by laser with stainless shims.
fix Fitted a new coupling spider, realigned and torqued the motor feet to {85-120} Nm.
fix Cleaned the feet, built new shim packs of {1.2-2.4} mm and aligned to within tolerance.
test Final alignment {0.02-0.06} mm offset; vibration down to {1.4-2.6} mm/s.
test Checked warm after two hours, angle still inside {0.03-0.05} mm/100 mm.
test Started three times, no knock; coupling guard refitted.
part 1 x coupling spider, 4 x stainless shim set
part 1 x coupling insert {98-160} mm, 8 x shim {0.2-0.5} mm
next Alignment sheet filed; recheck at the next six-month service.
next Make laser alignment part of the motor change procedure.
down {2.0-4.5} h
= pump_impeller
unit Slurry pump {pump_tag=tag}
unit Effluent pump {pump_tag=tag}
unit Sump pump {pump_tag=tag}
sign Flow down to {55-75} % of the normal rate with the valve fully open.
sign Tank level keeps rising although {tag} runs continuously.
sign Pumping time for one batch has gone from {18-22} to {31-40} min over two months.
look Shut-off head {18-24} % under the curve, motor current low.
look No blockage in suction or discharge; valves proved open.
look Front clearance measured {2.6-4.2} mm, new value is 0.8 mm.
find Impeller vanes worn through at the outlet and the wear plate grooved.
find Wear ring clearance far outside limit, so the pump was recirculating inside.
find Impeller and wear plate eroded by grit; casing still serviceable.
fix Fitted new impeller and wear plate, set front clearance to {0.7-0.9} mm.
fix Changed impeller, wear ring and casing gasket; shaft and sleeve reused after inspection.
fix Installed the rebuilt wet end from stores and sent the old casing for hard facing.
test Flow test {92-99} % of curve; current {18-26} A at duty.
test Tank pumped down in normal time with the standby stopped.
test Shut-off head back on the curve, vibration {2.0-3.1} mm/s.
part 1 x impeller {210-320} mm, 1 x wear plate, 1 x casing gasket
part 1 x wet end kit, 1 x tube thread sealant
next Measure the clearance every {3-6} months and adjust before flow drops.
next Ask production why grit is passing the screen upstream.
down {4.0-8.0} h
= dosing
unit Dosing pump {pump_tag=tag}
unit Caustic dosing pump {pump_tag=tag}
unit Inhibitor dosing pump {pump_tag=tag}
sign pH drifting out of range although the stroke is set to {70-90} %.
sign {tag} strokes but hardly delivers, calibration pot shows almost no draw.
sign Dosing alarm during the night, low flow on {tag}.
look Drawdown test {0.4-0.9} L/h against a set point of {3.0-4.5} L/h.
look Suction line full, no air at the foot valve.
look Stroke length and speed agree with the controller, so the drive is good.
find Discharge check valve stuck open with crystals on the ball seat.
find Diaphragm sound, but both ball valves were scaled and passing back.
find Crystallised product in the valve heads; back pressure valve sticking as well.
fix Flushed the head with water, fitted new ball valves and seats.
fix Replaced the check valve cartridges and cleaned the back pressure valve.
fix Changed diaphragm and valves as one kit while the head was open.
test Calibrated at three strokes, delivery within {2-4} % of set point.
test pH steady at {7.2-8.1} for the rest of the shift.
test No leak at the head bolts, torqued crosswise to {5-8} Nm.
part 1 x valve kit, 1 x diaphragm
part 2 x check valve cartridge, 1 x foot valve strainer
next Warm water flush of the dosing line every month.
next Put a spare liquid end on the shelf.
down {40-90} min
= packing
unit Raw water pump {pump_tag=tag}
unit Vacuum pump {pump_tag=tag}
unit Stock pump {pump_tag=tag}
sign Gland leakage far too high, water running over the bearing cover.
sign Gland smoking and hot to the touch, no drip from the packing.
sign Packing thrown out of the stuffing box during start.
look Gland follower at the end of its travel, nothing left to take up.
look Sleeve temperature {78-95} °C by infrared gun.
look Gland water pressure only {0.4-0.7} bar, should be one bar above the box.
find Packing burnt and hard, lantern ring displaced past the water port.
find Old rings left behind at the bottom of the box and the sleeve grooved {0.6-1.2} mm.
find Gland water starved by a half closed valve; packing glazed.
fix Removed all old rings, fitted {4-6} new rings with staggered joints and set the lantern ring.
fix Replaced sleeve and packing, opened and tagged the gland water valve.
fix Repacked with graphite rings {10-16} mm, nuts finger tight and run in slowly.
test Leak set at {40-60} drops per minute after an hour of running in.
test Gland temperature {32-44} °C, even drip on both sides.
test Two small adjustments of one flat each, then stable.
part {4-6} x packing ring {10-16} mm
part 1 x shaft sleeve, 1 x packing set, 1 x lantern ring
next Operators shown not to tighten a hot gland.
next Check the drip on every shift this week.
down {1.5-4.0} h
"""
