"""The hand-written documents of the corpus "Maintenance logs"; plants and people are invented."""

_TEXT = """
WO 41877. Feed water pump P-114, boiler house. Operator reported a rising whistle from the drive \
end since Sunday. Vibration 8.4 mm/s horizontal, bearing at 88 °C. Envelope spectrum shows outer \
race. Pump taken out, standby P-115 running.
New bearings and lip seals fitted, oil flushed and refilled with 1.4 L ISO VG 68. Aligned to 0.03 \
mm. After two hours on load: 1.6 mm/s and 57 °C.
Downtime 7 h, no loss of steam. Old bearing had water marks on the cage; the slinger ring was \
missing and has been replaced.

Conveyor CV-07 stopped on drift switch four times before breakfast. Belt was 60 mm over to the \
left at the tail. The tail pulley carried a hard crust of wet product on one side only. Chipped \
it off, set the return scraper 4 mm from the belt and squared the take-up. Belt tracks within 8 \
mm with a full load. The scraper blade is near its end; new blade on order.

Night shift, boiler B-02. Lockout at 02:10 with flame failure. Reset held for eleven minutes, \
then the same. Flame signal only 1.1 µA. Pulled the scanner: lens brown with soot. Cleaned lens \
and sight tube, signal 5.9 µA at low fire. Five starts without trouble. Please plan a full burner \
service, the diffuser is sooted as well and the O2 reading was low at high fire.

Press PR-16. Setter refuses to change the die because the ram creeps. Measured 19 mm in ten \
minutes with the pump off. Props fitted and press locked out. Blanked the cylinder port: pressure \
still falling, so the piston seal is passing and not the valve. Resealed the cylinder on the late \
shift, 11 h in all. Ram now holds to less than 1 mm in ten minutes. Released after a test with \
twenty parts.

VMC-04 drops tools. Alarm "tool not clamped" on pocket 12 first, then on others. Gripper fingers \
worn about 0.8 mm and one spring broken in two. New fingers and springs fitted, clamp sensor \
reset to 1 mm. Ran sixty changes at full speed and ten with the heaviest cutter. No alarm. Cell \
leader asked to take the 9 kg face mill out of the magazine; the limit is 8 kg.

Compressor C-14 tripped on high temperature, 111 °C, third hot day in a row. Cooler packed with \
grey felt from the cutting shop. Washed from the clean side and blown dry. The duct panel behind \
the fan was standing open and the room was recirculating its own air; closed and screwed. On load \
for an hour: 83 °C at 7.2 bar. Put cooler cleaning on a six-week interval.

Process water pump P-108. Seal leaks again, six weeks after the last change. This time I looked \
at the flush line before I took the pump down: no flow, orifice full of scale. The first seal was \
not a bad seal, it was run dry. Fitted a new cartridge and a new 4 mm orifice and moved the \
take-off to the clean side of the strainer. Dry after an hour. Weekly check of the flush flow \
added to the round.

PM 50312, press safety test. PR-22 stop time 158 ms, limit 200 ms. Light curtain passed with the \
14 mm rod over the full height. Two-hand control stops on release, offset 0.4 s. Guard door left \
switch made late; actuator bent, straightened and tested ten times. Test sheet signed by Quill \
and Harlow.

Chiller CH-02, moulding shop. Leaving water 14 °C instead of 7 °C. Suction 2.1 bar, superheat 19 \
K and bubbles in the glass. Leak at the flare of the liquid line, oil stain gave it away. Charge \
recovered, flare remade, dryer changed, evacuated to 3 mbar overnight. Charged 12.5 kg by weight. \
Leaving water 7.1 °C with both lines running. The pipe vibrates; a clamp is drawn and goes in on \
Thursday.

Handover, late shift to night shift.
- P-203 back in service after packing, watch the drip, about 50 drops a minute now.
- CV-12 gear unit still noisy, spare arrives tomorrow, run at reduced load.
- B-01 on low fire until the softener has regenerated.
- Permit 4471 on the tank farm stays open, lock number 17.

Dosing pump P-219 strokes but does not deliver. Calibration pot drew down 0.6 L/h against 4 L/h. \
Diaphragm sound. Discharge valve ball stuck in crystals. Flushed with warm water, new valve kit, \
back pressure valve cleaned. 3.9 L/h at the old setting. pH came back to 7.6 within the hour. I \
suggest a warm flush every month; the product crystallises below 15 °C and the line runs along \
the north wall.

Fan F-307 tripped on vibration, 11.2 mm/s. Peak at running speed only. Inspection door opened, \
four blades caked and one clean. Somebody had knocked the deposit off one side. Cleaned the whole \
rotor and balanced with 46 g in one run, residual 1.7 mm/s at 1480 rpm. Spray nozzle upstream \
drips when shut; request raised, otherwise we will be back in two months.

LT-13, lathe. Diameters drift 0.04 mm over a morning. Backlash 0.041 mm in X, last year 0.006 mm. \
No oil at the nut although the pump runs: metering unit blocked. Screw pitted over about 120 mm, \
no point in compensating. New screw and support bearings, all metering units renewed, lines \
flushed until oil showed. Backlash 0.005 mm. Thirty parts run, spread 0.009 mm. Downtime 12 h. A \
pressure switch on the lubrication line would have told us in spring.

Steam trap survey, boiler house to cleaning station. 58 traps listened to, eleven not working, of \
these seven blow through. Return main at 99 °C and the vent plume visible from the gate. Changed \
the seven on Saturday and cleaned their strainers. Return now 86 °C, vent quiet. Make-up water \
down by about a fifth. The four cold traps wait for the next product change.

Raw water pump P-127. Gland smoked at start after the weekend. Gland water valve half shut, \
sleeve at 91 °C. Old packing came out as charcoal and two hard rings sat at the bottom of the \
box, from some earlier job. Five new rings, joints staggered, lantern ring under the port this \
time. Run in for an hour with small adjustments. 38 °C and an even drip. Valve tagged open.

Failure report. Conveyor drive CV-21.
Symptom: overload tripped with the belt nearly empty.
Measurements: 11.4 A empty, nameplate 8.9 A. Oil drained 0.5 L of 2 L, full of bronze.
Root cause: seal leaked for weeks into the drip tray, nobody reads the level because the glass \
faces the wall.
Corrective action: spare gear motor fitted, 3.5 h.
Prevention: remote level glass on all four drives of this type.

Reciprocating compressor C-25 does not reach 26 bar. Interstage 7.4 bar where 5.2 is normal. \
Suction valve cover of the second stage too hot to touch. Valve plate broken, spring in three \
pieces. All pieces found, bore looked at with the mirror, no marks. Exchange valve fitted with \
new copper gaskets. Interstage 5.3 bar, 12 min to full pressure. Cylinder oil feed turned down \
two drops, there was carbon on the plate.

Sorting conveyor CV-09, jam alarm without a jam. The eye sees its reflector only when the frame \
is quiet. Bracket bent by a pallet truck, maybe 6 mm. Straightened, cleaned, taught again. 120 \
cartons counted through, no false stop. Fifteen minutes. A bollard costs less than the stops of \
one week.

Boiler B-03, level swinging and low water alarm at four in the morning. Gauge glasses agree. \
Boiler water 5.3 mS/cm, limit 4.0: it is priming. Probes scaled white. Cooled down, cleaned both \
probes, new gaskets, head dried out. Blowdown set from 2 to 5 %. Both cut-offs proved before \
hand-over. 3.2 mS/cm next day and level steady. The boiler house log had the high readings for \
nine days, nobody was asked to act on them.

Stores note. Mechanical seal for the P-100 row counted: two on the shelf, computer says five. \
Corrected. Gear oil ISO VG 220 down to one drum, three ordered. Shelf 11, O-rings past their date \
thrown away. Exchange spindle for the VMC group back from the rebuilder with a run-out sheet, \
0.005 mm.

VMC-07, low coolant pressure, two drills broken. 28 bar at the pump, set point 70. Filter bag \
split along the seam and the clean tank full of fines, pump intake choked. Tank emptied and \
scrubbed, new bags, 60 L concentrate mixed to 6.5 %. 70 bar at the tool. A hole cycle of forty \
drilled without a stop. Bags of the other machines are the same batch, please look at them.

Mixer M-409. Oil in the tray, about a litre since yesterday. Breather painted over during the \
last overhaul; the box hissed when I opened the plug. Output seal blown. New seal set 3 mm off \
the old groove, new breather, 9 L fresh oil. 62 °C after four hours and dry. Painters now get \
plastic caps for all breathers.

Booster pump P-131, knocking since the motor was exchanged by the contractor. Coupling spider \
half gone. Laser: 0.42 mm offset and a soft foot of 0.3 mm at the rear left. Feet cleaned, shims \
rebuilt, aligned to 0.03 mm. Vibration from 7.8 to 1.9 mm/s. Two hours of work to save a bearing. \
Alignment sheet is in the folder.

Eccentric press PR-19, stop-time monitor tripped. Stopping time 262 ms, limit 200. Lining 2.4 mm, \
glazed and oily. Relined, springs changed, exhaust silencer replaced because it was choked. 149 \
ms mean over ten strokes. Safety distance calculated again and found good. Crank seal weeps; that \
is where the oil mist comes from, seal ordered.

Water in the instrument air, packing hall. Opened the receiver drain by hand and 20 L came out. \
The float drain was stuck with rust. New level controlled drain fitted at C-17, strainer cleaned, \
ring main blown down at six low points. Dew point fell from 13 to 3 °C in three hours. Two \
solenoid valves on line 4 had to be changed because of the water.

Commissioning of P-138 after overhaul. Rotation checked uncoupled. Filled and vented, turned by \
hand. Started against the closed valve, opened slowly to duty: 5.2 bar, 27 A. Bearings 51 and 46 \
°C after two hours, 1.3 mm/s. Gland of the bypass valve nipped up. Handed to operations, standby \
duty from tomorrow.

Overland conveyor, patrol found a glowing idler at frame 41. Stopped, extinguisher at hand, 132 \
°C on the camera. Three rollers seized, one shell worn through, belt cover only polished. Six \
rollers changed. Walked the full length with the camera, nothing above 38 °C. The cleaners point \
the hose straight at the bearings; talked to them, they did not know.

Thermography, pump house 2. Twenty-six panels, two findings. Feeder of P-116, terminal L2 at 92 \
°C with the others at 41 °C: loose, retightened at the lunch stop, 43 °C afterwards. Isolator of \
M-404 at 85 °C on one pole, contacts burnt, part ordered. Load limited until Saturday.

Cooling tower fan F-312. Squeal at start and one belt lying in the guard. Deflection 28 mm where \
12 is right. Sheave grooves hollow by 1 mm. New sheave and a matched set of three belts, aligned \
by laser, 38 Hz. Ran an hour and tensioned again. 778 rpm by strobe. Retension after 48 h is in \
the plan for Wednesday.

Fire tube boiler B-01. Water from the rear door. Cold hydrostatic test at 10 bar: two tubes weep \
at the expansion. Pitting on the water side. The deaerator had been running at 88 °C since the \
valve was changed in spring. Two tubes replaced, seal welded, test at 14 bar witnessed, dry for \
thirty minutes. Deaerator back at 104 °C. Feed water oxygen to be measured every week. Out of \
service three days.

Slurry pump P-222 needs 36 min for a batch that took 20 in spring. Suction and valves clear. \
Front clearance 3.4 mm, new is 0.8. Impeller worn through at the outlet. New impeller and wear \
plate, clearance 0.8 mm. 21 min for the next batch. Grit passes the screen; the mesh has a hole \
the size of a hand, patched with plate.

Calibration, tank farm. PT-118 read 1.2 % low at 10 bar, adjusted, as left within 0.1 %. TT-230 \
0.4 K high, left as found. Level switch LS-412 did not switch when lifted by hand: float cracked. \
Replaced and the overfill alarm proved from the control room. This switch is the last barrier on \
the tank, interval shortened from twelve to six months.

Weekend duty. P-205 strainer blocked with leaves after the storm, differential 70 kPa, pump \
rattling like gravel. Changed over, opened the basket, about 8 kg out. Suction positive again at \
0.2 bar. Did the sister pump as well. C-12 restarted after the power dip, no damage. Rest quiet.
"""

CORE = tuple(_TEXT.strip().split("\n\n"))
