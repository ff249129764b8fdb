BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('b2da2f57-a5fe-5e35-876d-7eb4ab634056','34ee920c-49fd-4ad5-b568-1f09f8d29e7f','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795696441709);
INSERT INTO "artifacts" VALUES('b8a38786-833d-5998-8646-7709e7e9a666','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','fetch','source','talk-8.00-4aa28b4b.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795696441799);
INSERT INTO "artifacts" VALUES('792a1d4f-e018-5151-bf77-d48d6e4fb973','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','scenes','poster','talk-8.00-4aa28b4b poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795696453391);
INSERT INTO "artifacts" VALUES('75446a42-59b8-533a-9e55-32a6810d7df0','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','scenes','sprite','talk-8.00-4aa28b4b storyboard.jpg','image/jpeg','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6','.jpg',16506,1795696453391);
INSERT INTO "artifacts" VALUES('2b2501ad-055c-54ed-91c8-e59d9562ecc8','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','audio','audio','talk-8.00-4aa28b4b.mp3','audio/mpeg','7b3f187ae41fa02b4f6c4677622e300e7bf9dc909dc06f71353fbf25e6e724dd','.mp3',264266,1795696456087);
INSERT INTO "artifacts" VALUES('5c0bb9fc-412a-51d9-9bf2-59ecba406f7f','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','audio','waveform','talk-8.00-4aa28b4b waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795696456087);
INSERT INTO "artifacts" VALUES('775203e9-3b53-5cb9-94f5-acd104f9fc4b','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','transcribe','transcript','talk-8.00-4aa28b4b.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795696456738);
INSERT INTO "artifacts" VALUES('fa93d772-600b-5ce9-8473-0b213cc7ac95','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','transcribe','transcript','talk-8.00-4aa28b4b.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795696456738);
INSERT INTO "artifacts" VALUES('d478ff9f-0c81-575b-a95d-c27a07871d9f','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','transcribe','transcript','talk-8.00-4aa28b4b.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795696456738);
INSERT INTO "artifacts" VALUES('79d76828-1353-586f-8962-673400bb1ad7','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','clips','clip','talk-8.00-4aa28b4b clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795696461146);
INSERT INTO "artifacts" VALUES('0ec814f1-b758-5104-ab63-8dfe7c72ebab','1c98a2ff-3471-4d10-a109-ad6ef764f3f2','clips','clip_thumbnail','talk-8.00-4aa28b4b clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795696461146);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',1,'job_moved',1795696439584,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(2,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',2,'job_moved',1795696439590,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(3,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',1,'job_moved',1795696439590,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(4,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',2,'job_moved',1795696439597,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',3,'stage_moved',1795696439615,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 3.62, "stage_status": "running", "waited_s": 0.0031801130025996827}');
INSERT INTO "events" VALUES(6,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',3,'stage_moved',1795696439712,'{"status": "processing", "progress": 0.0, "attempt": 1, "stage": "fetch", "eta_s": 10.387564211995807, "stage_status": "running", "waited_s": 0.01130522700259462}');
INSERT INTO "events" VALUES(7,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',4,'stage_moved',1795696441709,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "fetch", "eta_s": 0.35882531699782705, "stage_status": "completed", "cached": false, "work_s": 1.9603912070015213, "waited_s": 0.0031801130025996827}');
INSERT INTO "events" VALUES(8,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',5,'stage_moved',1795696441737,'{"status": "processing", "progress": 0.856353591160221, "attempt": 1, "stage": "audio", "eta_s": 0.3304887610024889, "stage_status": "running", "waited_s": 0.0010848449965124018}');
INSERT INTO "events" VALUES(9,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',4,'stage_moved',1795696441799,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "fetch", "eta_s": 7.331999999999999, "stage_status": "completed", "cached": false, "work_s": 2.155012326002179, "waited_s": 0.01130522700259462}');
INSERT INTO "events" VALUES(10,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',5,'stage_moved',1795696445098,'{"status": "processing", "progress": 0.23046769397134362, "attempt": 1, "stage": "speech", "eta_s": 8.426146509004175, "stage_status": "running", "waited_s": 3.209269109996967}');
INSERT INTO "events" VALUES(11,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',6,'job_error',1795696445346,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(12,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',7,'job_moved',1795696445346,'{"status": "failed", "progress": 0.856353591160221, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(13,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',6,'log_line',1795696446987,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "fields": {"duration_s": 8.0, "expected_s": 8.2}}');
INSERT INTO "events" VALUES(14,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',7,'stage_moved',1795696447050,'{"status": "processing", "progress": 0.34122145345241667, "attempt": 1, "stage": "scenes", "eta_s": 6.255894660042685, "stage_status": "running", "waited_s": 5.201688307999575}');
INSERT INTO "events" VALUES(15,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',8,'stage_moved',1795696447076,'{"status": "processing", "progress": 0.34202176602791784, "attempt": 1, "stage": "speech", "eta_s": 6.230222119042736, "stage_status": "completed", "cached": false, "work_s": 1.973708978999639, "waited_s": 3.209269109996967}');
INSERT INTO "events" VALUES(16,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',9,'stage_moved',1795696447119,'{"status": "processing", "progress": 0.34202176602791784, "attempt": 1, "stage": "transcribe", "eta_s": 6.18702697704677, "stage_status": "running", "waited_s": 0.0033483130027889274}');
INSERT INTO "events" VALUES(17,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',10,'log_line',1795696452171,'{"level": "info", "message": "scenes found", "stage": "scenes", "fields": {"cuts": 0, "focus_points": 17}}');
INSERT INTO "events" VALUES(18,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',11,'log_line',1795696452926,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "fields": {"device": "cpu"}}');
INSERT INTO "events" VALUES(19,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',12,'log_line',1795696453189,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "fields": {"language": "en", "probability": 1.0}}');
INSERT INTO "events" VALUES(20,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',13,'stage_moved',1795696453332,'{"status": "processing", "progress": 0.42636112587295927, "attempt": 1, "stage": "audio", "eta_s": 9.280362641994376, "stage_status": "running", "waited_s": 11.51368031000311}');
INSERT INTO "events" VALUES(21,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',14,'stage_moved',1795696453391,'{"status": "processing", "progress": 0.4325430684794021, "attempt": 1, "stage": "scenes", "eta_s": 9.219993598994566, "stage_status": "completed", "cached": false, "work_s": 6.026023331993201, "waited_s": 5.201688307999575}');
INSERT INTO "events" VALUES(22,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',15,'log_line',1795696455952,'{"level": "info", "message": "audio extracted", "stage": "audio", "fields": {"format": "mp3", "quality": "high", "duration_s": 8.232}}');
INSERT INTO "events" VALUES(23,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',16,'stage_moved',1795696456087,'{"status": "processing", "progress": 0.4678536569691902, "attempt": 1, "stage": "audio", "eta_s": 12.036551337000507, "stage_status": "completed", "cached": false, "work_s": 2.7507160199966165, "waited_s": 11.51368031000311}');
INSERT INTO "events" VALUES(24,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',17,'segment_transcribed',1795696456650,'{"index": 0, "segment": {"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}]}}');
INSERT INTO "events" VALUES(25,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',18,'segment_transcribed',1795696456673,'{"index": 1, "segment": {"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}]}}');
INSERT INTO "events" VALUES(26,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',19,'segment_transcribed',1795696456680,'{"index": 2, "segment": {"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}]}}');
INSERT INTO "events" VALUES(27,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',20,'stage_moved',1795696456738,'{"status": "processing", "progress": 0.6638213559760896, "attempt": 1, "stage": "transcribe", "eta_s": 15.289503163447792, "stage_status": "completed", "cached": false, "work_s": 9.607039925002027, "waited_s": 0.0033483130027889274}');
INSERT INTO "events" VALUES(28,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',21,'stage_moved',1795696456754,'{"status": "processing", "progress": 0.6638213559760896, "attempt": 1, "stage": "clips", "eta_s": 15.274071455446377, "stage_status": "running", "waited_s": 0.0037833009992027655}');
INSERT INTO "events" VALUES(29,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',22,'stage_moved',1795696457344,'{"status": "processing", "progress": 0.6638213559760896, "attempt": 1, "stage": "analyse", "eta_s": 3.041, "stage_status": "running", "waited_s": 0.5815119910039357}');
INSERT INTO "events" VALUES(30,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',23,'log_line',1795696459106,'{"level": "info", "message": "clips chosen", "stage": "clips", "fields": {"count": 1, "done": 0}}');
INSERT INTO "events" VALUES(31,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',24,'log_line',1795696461117,'{"level": "info", "message": "clip cut", "stage": "clips", "fields": {"index": 0, "start_s": 3.4, "length_s": 4.8}}');
INSERT INTO "events" VALUES(32,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',25,'clip_cut',1795696461146,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "79d76828-1353-586f-8962-673400bb1ad7", "thumbnail_id": "0ec814f1-b758-5104-ab63-8dfe7c72ebab"}');
INSERT INTO "events" VALUES(33,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',26,'stage_moved',1795696461210,'{"status": "processing", "progress": 0.8154991415851449, "attempt": 1, "stage": "clips", "eta_s": 3.5862422119971598, "stage_status": "completed", "cached": false, "work_s": 4.430900564002513, "waited_s": 0.0037833009992027655}');
INSERT INTO "events" VALUES(34,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',27,'log_line',1795696461301,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(35,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',28,'log_line',1795696469710,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',29,'stage_moved',1795696473305,'{"status": "processing", "progress": 0.999, "attempt": 1, "stage": "analyse", "eta_s": 0.0, "stage_status": "completed", "cached": false, "work_s": 15.957228480001504, "waited_s": 0.5815119910039357}');
INSERT INTO "events" VALUES(37,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',30,'job_moved',1795696473318,'{"status": "completed", "progress": 1, "attempt": 1, "eta_s": 0.0, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'2197d67d-9094-4779-ac22-0943b44b6a46',1,'job_moved',1795696473361,'{"status": "pending", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(39,'dd4a0bd2-509e-449b-8a6c-6f432594c533',1,'job_moved',1795696473374,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(40,'22e96c3e-0db0-4171-ac2d-315c3047295a',1,'job_moved',1795696473402,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(41,'22e96c3e-0db0-4171-ac2d-315c3047295a',2,'job_moved',1795696473418,'{"status": "cancelled", "progress": 0, "attempt": 0, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'6cc47578-dc19-451f-863e-ed9438a502da',1,'job_moved',1795696473472,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(43,'6cc47578-dc19-451f-863e-ed9438a502da',2,'job_moved',1795696473486,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'6cc47578-dc19-451f-863e-ed9438a502da',3,'job_error',1795696473497,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'6cc47578-dc19-451f-863e-ed9438a502da',4,'job_moved',1795696473497,'{"status": "pending", "progress": 0, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_ms": 1827232473353}');
INSERT INTO "events" VALUES(46,'7411e4ee-de56-4750-a412-d0487518b2b4',1,'job_moved',1795696473545,'{"status": "queued", "progress": 0, "attempt": 0}');
INSERT INTO "events" VALUES(47,'7411e4ee-de56-4750-a412-d0487518b2b4',2,'job_moved',1795696473559,'{"status": "processing", "progress": 0, "attempt": 1, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795696432446}');
INSERT INTO "flags" VALUES('database','{"id": "b05701ffe85442f391cf9d9c92a53791"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827232473353}');
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('1c98a2ff-3471-4d10-a109-ad6ef764f3f2','fetch','completed',1.0,'fetch-5f16eaaf53371d7c48f2dc10a04d2c4e89b7fb4cec82c846bc813024deaca3b9',0,1795696439712,2.15501232600217917934e+00,0,1.13052270025946199893e-02);
INSERT INTO "job_stages" VALUES('1c98a2ff-3471-4d10-a109-ad6ef764f3f2','audio','completed',1.0,'audio-7d54844a8a0315f9da34cf31eec50b9bc88cbdfc3cdb1c5970411aa07f3b7b4b',0,1795696453332,2.75071601999661652371e+00,0,1.15136803100031102074e+01);
INSERT INTO "job_stages" VALUES('1c98a2ff-3471-4d10-a109-ad6ef764f3f2','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795696445098,1.97370897899963892996e+00,0,3.20926910999696701765e+00);
INSERT INTO "job_stages" VALUES('1c98a2ff-3471-4d10-a109-ad6ef764f3f2','scenes','completed',1.0,'scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7',0,1795696447050,6.02602333199320128187e+00,0,5.20168830799957504495e+00);
INSERT INTO "job_stages" VALUES('1c98a2ff-3471-4d10-a109-ad6ef764f3f2','transcribe','completed',1.0,'transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e',0,1795696447119,9.60703992500202730298e+00,3,3.34831300278892740607e-03);
INSERT INTO "job_stages" VALUES('1c98a2ff-3471-4d10-a109-ad6ef764f3f2','analyse','completed',1.0,'analyse-dd6ad1e12fcb82412dfe13c5cbce095225c36e953604bfc3e928fe107fdf1265',0,1795696457344,1.59572284800015040673e+01,0,5.81511991003935690969e-01);
INSERT INTO "job_stages" VALUES('1c98a2ff-3471-4d10-a109-ad6ef764f3f2','clips','completed',1.0,'clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db',0,1795696456754,4.43090056400251341983e+00,1,3.78330099920276552438e-03);
INSERT INTO "job_stages" VALUES('34ee920c-49fd-4ad5-b568-1f09f8d29e7f','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795696439615,1.96039120700152125209e+00,0,3.18011300259968265891e-03);
INSERT INTO "job_stages" VALUES('34ee920c-49fd-4ad5-b568-1f09f8d29e7f','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795696441737,NULL,0,1.08484499651240184903e-03);
INSERT INTO "job_stages" VALUES('6cc47578-dc19-451f-863e-ed9438a502da','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6cc47578-dc19-451f-863e-ed9438a502da','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6cc47578-dc19-451f-863e-ed9438a502da','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6cc47578-dc19-451f-863e-ed9438a502da','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('6cc47578-dc19-451f-863e-ed9438a502da','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7411e4ee-de56-4750-a412-d0487518b2b4','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7411e4ee-de56-4750-a412-d0487518b2b4','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('7411e4ee-de56-4750-a412-d0487518b2b4','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-4aa28b4b
1c98a2ff-3471-4d10-a109-ad6ef764f3f2
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
34ee920c-49fd-4ad5-b568-1f09f8d29e7f');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-4aa28b4b
2197d67d-9094-4779-ac22-0943b44b6a46');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-4aa28b4b
dd4a0bd2-509e-449b-8a6c-6f432594c533');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-4aa28b4b
22e96c3e-0db0-4171-ac2d-315c3047295a');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-4aa28b4b
6cc47578-dc19-451f-863e-ed9438a502da');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-4aa28b4b
7411e4ee-de56-4750-a412-d0487518b2b4');
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'1c98a2ff-3471-4d10-a109-ad6ef764f3f2',NULL,'29ac6297-1230-413b-9143-12db32ae2ef5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795693439584,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-4aa28b4b',8.2,NULL,NULL,1,NULL,1795696439584,1795696473342,1795696439584,1795696439590,1795696473318,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'34ee920c-49fd-4ad5-b568-1f09f8d29e7f',NULL,'ccf4c90b-5f20-437d-809b-2ef614317982','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795693439590,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795696439590,1795696445346,1795696439590,1795696439597,1795696445346,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'2197d67d-9094-4779-ac22-0943b44b6a46',NULL,'29ac6297-1230-413b-9143-12db32ae2ef5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827229473353,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-4aa28b4b',8.2,NULL,NULL,0,NULL,1795696473361,1795696473361,NULL,NULL,NULL,1827232473353,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'dd4a0bd2-509e-449b-8a6c-6f432594c533',NULL,'29ac6297-1230-413b-9143-12db32ae2ef5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795693473374,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-4aa28b4b',8.2,'key','hash',0,NULL,1795696473374,1795696473374,1795696473374,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'22e96c3e-0db0-4171-ac2d-315c3047295a',NULL,'29ac6297-1230-413b-9143-12db32ae2ef5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795691073402,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-4aa28b4b',8.2,NULL,NULL,0,NULL,1795696473402,1795696473418,1795696473402,NULL,1795696473418,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'6cc47578-dc19-451f-863e-ed9438a502da',NULL,'29ac6297-1230-413b-9143-12db32ae2ef5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795693473472,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-4aa28b4b',8.2,NULL,NULL,0,NULL,1795696473472,1795696473497,1795696473472,1795696473486,NULL,1827232473353,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'7411e4ee-de56-4750-a412-d0487518b2b4',NULL,'29ac6297-1230-413b-9143-12db32ae2ef5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795693473545,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source", "refresh": false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-4aa28b4b',8.2,NULL,NULL,0,NULL,1795696473545,1795696473559,1795696473545,1795696473559,NULL,NULL,NULL,'{}','77e77e8eac06726e',1795696488559);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('fetch-5f16eaaf53371d7c48f2dc10a04d2c4e89b7fb4cec82c846bc813024deaca3b9','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6',16506);
INSERT INTO "key_blobs" VALUES('audio-7d54844a8a0315f9da34cf31eec50b9bc88cbdfc3cdb1c5970411aa07f3b7b4b','7b3f187ae41fa02b4f6c4677622e300e7bf9dc909dc06f71353fbf25e6e724dd',264266);
INSERT INTO "key_blobs" VALUES('audio-7d54844a8a0315f9da34cf31eec50b9bc88cbdfc3cdb1c5970411aa07f3b7b4b','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',1.96039120700152125209e+00,1795696441583);
INSERT INTO "outputs" VALUES('fetch-5f16eaaf53371d7c48f2dc10a04d2c4e89b7fb4cec82c846bc813024deaca3b9','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-4aa28b4b", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null, "validators": null}','[]',2.15501232600217917934e+00,1795696441779);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm": {"sha256": "2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed", "size_bytes": 256046, "suffix": ".wav"}, "duration_s": 8.0000625, "waveform": {"sha256": "4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480", "size_bytes": 1150, "suffix": ".json"}}','[]',1.97370897899963892996e+00,1795696447035);
INSERT INTO "outputs" VALUES('scenes-02926eefde2c952f88d8198d5649cf1b5becb2248eb2b8aee8a0b7f9f6f197a7','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58", "size_bytes": 11470, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6", "size_bytes": 16506, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.097, 0.702], [0.75, 0.1238, 0.736], [1.25, 0.1299, 0.7313], [1.75, 0.157, 0.7358], [2.25, 0.2047, 0.7047], [2.75, 0.2463, 0.6418], [3.25, 0.2849, 0.6215], [3.75, 0.34, 0.6208], [4.25, 0.3953, 0.5914], [4.75, 0.4448, 0.5573], [5.25, 0.4995, 0.5482], [5.75, 0.56, 0.5317], [6.25, 0.6083, 0.4932], [6.75, 0.6504, 0.4783], [7.25, 0.7373, 0.4741], [7.75, 0.7707, 0.446], [8.25, 0.7897, 0.4162]]}','[]',6.02602333199320128187e+00,1795696453256);
INSERT INTO "outputs" VALUES('audio-7d54844a8a0315f9da34cf31eec50b9bc88cbdfc3cdb1c5970411aa07f3b7b4b','audio','{"audio": {"sha256": "7b3f187ae41fa02b4f6c4677622e300e7bf9dc909dc06f71353fbf25e6e724dd", "size_bytes": 264266, "suffix": ".mp3"}, "duration_s": 8.232, "media_type": "audio/mpeg", "waveform": {"sha256": "c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689", "size_bytes": 1167, "suffix": ".json"}}','[]',2.75071601999661652371e+00,1795696456081);
INSERT INTO "outputs" VALUES('transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',9.60703992500202730298e+00,1795696456698);
INSERT INTO "outputs" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db','clips','{"clip_count": 1}','[]',4.43090056400251341983e+00,1795696461183);
INSERT INTO "outputs" VALUES('analyse-dd6ad1e12fcb82412dfe13c5cbce095225c36e953604bfc3e928fe107fdf1265','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',1.59572284800015040673e+01,1795696473289);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-c7c21194b835c2b64df0e2ce49c6ea836fdb31bd9f1f88209b5523adb86b3d1e',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-1529b990d0cdff6c79b3516285892635225373ceec65ff24d1cadb5f824803db',0,'{"index": 0, "start_s": 3.4, "end_s": 8.2, "title": "Tesla will send a ran to the r", "score": 0.65, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.932, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.837, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4", "size_bytes": 199768, "suffix": ".mp4"}, "thumbnail": {"sha256": "4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11", "size_bytes": 12447, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',6.21500992360269233216e-01,2);
INSERT INTO "rates" VALUES('speech','',2.40696216951175490095e-01,1);
INSERT INTO "rates" VALUES('scenes','',7.3488089414551238665e-01,1);
INSERT INTO "rates" VALUES('audio','',3.3545317317031914106e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',1.17159023475634493927e+00,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',8.86180112800502683967e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',1.94600347317091526555e+00,1);
CREATE TABLE videos (
	id VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	media JSON NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "videos" VALUES('29ac6297-1230-413b-9143-12db32ae2ef5','UPLOADED','talk-8.00-4aa28b4b.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.2, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt709", "guessed": false}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',1795696437175,1795696437175);
INSERT INTO "videos" VALUES('ccf4c90b-5f20-437d-809b-2ef614317982','UPLOADED','silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601", "guessed": true}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',1795696439582,1795696439582);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_jobs_video_id ON jobs (video_id);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER job_texts_indexed_new AFTER INSERT ON job_texts BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_indexed_gone AFTER DELETE ON job_texts BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_indexed_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
